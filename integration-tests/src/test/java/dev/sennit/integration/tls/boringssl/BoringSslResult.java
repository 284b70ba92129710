package dev.sennit.integration.tls.boringssl;

import java.util.Optional;

/**
 * What BoringSSL saw of one connection.
 *
 * @param agreed what the handshake agreed on; empty if it failed
 * @param reply the line that a client received
 * @param error the message of the first error
 */
record BoringSslResult(Optional<Agreed> agreed, Optional<String> reply, Optional<String> error) {
    static final BoringSslResult NOTHING = new BoringSslResult(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * What a handshake agreed on.
     *
     * @param version as in {@code TLSv1.3}
     * @param group the group that the keys were agreed in, by BoringSSL's name
     * @param isHelloRetried whether the server asked for another ClientHello (RFC 8446, section 4.1.4)
     * @param peer the common name in the peer's certificate; empty if the peer showed none
     */
    record Agreed(
            String version,
            String group,
            boolean isHelloRetried,
            boolean isResumed,
            Optional<String> alpn,
            Optional<String> peer) {}

    BoringSslResult with(Agreed value) {
        return new BoringSslResult(Optional.of(value), reply, error);
    }

    BoringSslResult withReply(String value) {
        return new BoringSslResult(agreed, Optional.of(value), error);
    }

    BoringSslResult withError(String value) {
        return error.isPresent() ? this : new BoringSslResult(agreed, reply, Optional.of(value));
    }
}

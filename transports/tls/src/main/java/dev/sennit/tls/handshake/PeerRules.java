package dev.sennit.tls.handshake;

import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.MessageAssembler.Message;
import java.util.OptionalInt;
import java.util.Set;

/** What one side demands of the other's messages; the rules of one connection, which follow both directions. */
abstract class PeerRules {
    /** The version agreed on, as in {@link Hello}; 0 until a ServerHello tells. */
    private int version;

    private boolean retryRequested;
    private OptionalInt cipherSuite = OptionalInt.empty();
    private final TlsLimits limits;

    PeerRules(TlsLimits limits) {
        this.limits = limits;
    }

    /** The types of message that the peer may send. */
    abstract Set<Integer> types();

    /** Checks a whole message of the peer's until the handshake is done. */
    abstract void received(Message message);

    /** Follows a message of this side until the handshake is done. */
    abstract void sent(Message message);

    /** Forgets what only the handshake needs. */
    abstract void opened();

    boolean isTls13() {
        return version == Hello.TLS_1_3;
    }

    boolean isVersionKnown() {
        return version != 0;
    }

    /** Notes what a server has chosen. */
    void agreedOn(Hello serverHello) {
        version = serverHello.selectedVersion();
        if (serverHello.isRetryRequest()) {
            retryRequested = true;
        } else if (cipherSuite.isEmpty()) {
            cipherSuite = OptionalInt.of(serverHello.suites().get(0));
        }
    }

    /** Whether a HelloRetryRequest was sent, and no ServerHello yet. */
    boolean isRetryRequested() {
        return retryRequested && cipherSuite.isEmpty();
    }

    /** The cipher suite that the server has chosen; empty before the ServerHello. */
    OptionalInt cipherSuite() {
        return cipherSuite;
    }

    /** Checks a Certificate message: the chain's length, and each entry's extensions (RFC 8446, section 4.4.2). */
    void certificate(FieldReader fields, Set<Integer> requested) {
        if (!isVersionKnown()) {
            return;
        }
        if (isTls13() && fields.opaque8(0, 0xFF).length > 0) {
            throw Alerts.illegalParameter(
                    "Certificate answers a request that nobody made in this handshake (RFC 8446, 4.4.2)");
        }
        FieldReader entries = fields.vector24(0);
        fields.end();
        for (int count = 1; entries.hasMore(); count++) {
            if (count > limits.chainLength()) {
                throw Alerts.overLimit("the peer sent a chain of more than " + limits.chainLength()
                        + " certificates; the limit is chainLength");
            }
            entries.vector24(1);
            if (isTls13()) {
                Extensions.read("Certificate", entries).requireRequested(requested);
            }
        }
    }

    /** The limit for a message of this type. */
    Limit limit(int type) {
        return switch (type) {
            case HandshakeType.CERTIFICATE -> new Limit("certificateBytes", limits.certificateBytes());
            case HandshakeType.CERTIFICATE_REQUEST ->
                new Limit("certificateRequestBytes", limits.certificateRequestBytes());
            default -> new Limit("messageBytes", limits.messageBytes());
        };
    }

    /** The limit of a message's length, and its name. */
    record Limit(String name, int bytes) {}
}

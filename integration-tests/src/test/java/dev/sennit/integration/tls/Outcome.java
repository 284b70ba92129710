package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.error.TlsFailedException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How a connection went for our side. Our wording is not part of it: {@code FailureMessagesIT} pins that.
 */
public sealed interface Outcome {
    /** The handshake succeeded, and the connection ended in order; our peer showed no certificate. */
    static Agreed agreed(TlsVersion version) {
        return new Agreed(version, Optional.empty(), Optional.empty(), false);
    }

    /** TLS failed during the handshake. */
    static Failed failed(TlsFailedException.Kind kind, Alert alert) {
        return new Failed(kind, Optional.of(alert), Set.of(false));
    }

    /** TLS failed during the handshake, without an alert. */
    static Failed failed(TlsFailedException.Kind kind) {
        return new Failed(kind, Optional.empty(), Set.of(false));
    }

    /** The peer refused us during the handshake. */
    static Failed refused(Alert alert) {
        return failed(TlsFailedException.Kind.REFUSED_BY_PEER, alert);
    }

    /**
     * The peer refused our client's certificate in TLS 1.3. A client sends its certificate among the last messages of the
     * handshake, so that the handshake may have succeeded for the client when the alert comes.
     */
    static Failed refusedWhenDone(Alert alert) {
        return new Failed(TlsFailedException.Kind.REFUSED_BY_PEER, Optional.of(alert), Set.of(true, false));
    }

    /** Returns whether a connection went as this says. */
    default boolean includes(Outcome actual) {
        return equals(actual);
    }

    /** Fails the test if a connection did not go as this says. */
    default void check(Outcome actual, Supplier<String> circumstances) {
        assertTrue(includes(actual), () -> "wanted " + this + ", not " + actual + "\n" + circumstances.get());
    }

    /**
     * The handshake succeeded, and the connection ended in order.
     *
     * @param alpn the application protocol; empty for none
     * @param peer the common name in the peer's certificate; empty if the peer showed none
     * @param isResumed whether an earlier session was resumed
     */
    record Agreed(TlsVersion version, Optional<String> alpn, Optional<String> peer, boolean isResumed)
            implements Outcome {
        /** Returns the same with an application protocol. */
        public Agreed on(String protocol) {
            return new Agreed(version, Optional.of(protocol), peer, isResumed);
        }

        /** Returns the same with the common name in the peer's certificate. */
        public Agreed with(String name) {
            return new Agreed(version, alpn, Optional.of(name), isResumed);
        }

        /** Returns the same, resumed or not. */
        public Agreed resumed(boolean value) {
            return new Agreed(version, alpn, peer, value);
        }
    }

    /**
     * TLS failed.
     *
     * @param alert the alert that was sent or received; empty for none
     * @param afterHandshake whether the handshake had succeeded before; both values if that is left open
     */
    record Failed(TlsFailedException.Kind kind, Optional<Alert> alert, Set<Boolean> afterHandshake) implements Outcome {
        /** Returns the same after a handshake that succeeded. */
        public Failed whenOpen() {
            return new Failed(kind, alert, Set.of(true));
        }

        @Override
        public boolean includes(Outcome actual) {
            return actual instanceof Failed failed
                    && kind == failed.kind
                    && alert.equals(failed.alert)
                    && afterHandshake.containsAll(failed.afterHandshake);
        }
    }

    /** The peer reset the TCP connection when its handshake was done, and ours perhaps not yet. */
    record Reset() implements Outcome {}

    /**
     * Anything else, which no case expects.
     *
     * @param description what happened
     */
    record Unexpected(String description) implements Outcome {}
}

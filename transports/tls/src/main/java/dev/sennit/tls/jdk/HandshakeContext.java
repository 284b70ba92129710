package dev.sennit.tls.jdk;

import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection's handshake, for the key manager and the trust manager, which many connections share. They find it
 * through the thread that runs the handshake.
 */
final class HandshakeContext {
    private static final ThreadLocal<HandshakeContext> CURRENT = new ThreadLocal<>();

    /** The key that is shown to the peer. */
    @Nullable
    CertifiedKey chosen;

    /** Whether the peer was shown a certificate, now or when the session began. */
    boolean shown;

    /** Whether there was nothing to show. */
    boolean nothingToShow;

    /** The name that the client asked for. */
    Optional<String> askedFor = Optional.empty();

    /** Why the peer's certificate was refused. */
    @Nullable
    CertificateRefusedException refused;

    /** Whether code of this side failed that the engine had called. */
    boolean ownFault;

    /** Whether a certificate was selected or checked, which is not done when a session is resumed. */
    boolean inFull;

    /** A call of an engine. */
    interface Call<T> {
        T run() throws SSLException;
    }

    /** Runs what the engine has asked for, and handshake a fault in it. */
    <T> T answer(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (RuntimeException bug) {
            ownFault = true;
            throw bug;
        }
    }

    /** Returns the context of the connection that this thread works for. */
    static HandshakeContext current() {
        return CURRENT.get();
    }

    /** Calls an engine with this context as the current one. Exceptions that a provider should not throw become SSLExceptions. */
    <T> T during(Call<T> call) throws SSLException {
        HandshakeContext outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return call.run();
        } catch (RuntimeException bug) {
            throw new SSLException(bug.toString(), bug);
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }
}

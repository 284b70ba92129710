package dev.sennit.tls.jdk;

import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What key and trust manager, which many connections share, have to remember about one of them: that which this thread
 * works for.
 */
final class HandshakeContext {
    private static final ThreadLocal<HandshakeContext> CURRENT = new ThreadLocal<>();

    /** What we show to the peer. */
    @Nullable
    CertifiedKey chosen;

    /** Whether the peer has seen a certificate of ours, now or when the session began. */
    boolean shown;

    /** Whether there was nothing to show. */
    boolean nothingToShow;

    /** The name that the client asked for. */
    Optional<String> askedFor = Optional.empty();

    /** Why the peer's certificate was refused. */
    @Nullable
    CertificateRefusedException refused;

    /** Whether code of ours failed that the engine had called. */
    boolean ownFault;

    /** Whether a certificate was asked for or judged: not so if a session is resumed. */
    boolean inFull;

    /** What an engine is asked to do. */
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

    /** Those of the connection that this thread works for. */
    static HandshakeContext current() {
        return CURRENT.get();
    }

    /** Does something with these for the current ones. What a provider should not throw is told like what it may. */
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

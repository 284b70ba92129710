package dev.sennit.tls.jdk;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** Turns the exceptions of an {@code SSLEngine} into failures of one plain line. It reads their texts as little as possible. */
    static final class Failures {
        /** SunJSSE's text for a fatal alert of the peer, which is encrypted and shown nowhere else. */
        private static final String RECEIVED = "Received fatal alert: ";

        /** Its text for a key of this side that does not sign. */
        private static final String UNSIGNED = "Cannot produce ";

        /** Its text if a peer's signature schemes do not fit a key. */
        private static final String NOTHING_SUPPORTED = "No supported ";

        private static final int NUMBERS = 256;

        private Failures() {}

        /**
         * Returns the failure behind an exception.
         *
         * @param alertSent the alert that left in plaintext, or -1
         * @param open whether the handshake was done
         */
        static TlsFailedException of(SSLException found, HandshakeContext context, int alertSent, boolean open) {
            CertificateRefusedException refused = context.refused;
            if (refused != null && !open) {
                return new TlsFailedException(
                        Kind.CERTIFICATE,
                        String.valueOf(refused.getMessage()),
                        OptionalInt.of(refused.alert()),
                        refused);
            }
            String received = alertReceived(found);
            if (received != null) {
                return refusedByPeer(received, open, context.shown);
            }
            String text = text(found);
            String limit = limit(text);
            Kind kind = kind(found, context, alertSent);
            String problem = "we ended " + (open ? "the connection: " : "the handshake: ");
            if (!open && context.nothingToShow) {
                kind = Kind.NOTHING_IN_COMMON;
                problem = Alerts.noCertificate(context.askedFor);
            } else if (!open && text.startsWith("Empty ") && text.contains("certificate chain")) {
                kind = Kind.CERTIFICATE;
                problem = "the peer showed no certificate, and must";
            } else if (!open && text.startsWith("Received close_notify during handshake")) {
                kind = Kind.TRUNCATED;
                problem = "the peer closed the connection before the handshake was done";
            } else if (limit != null) {
                kind = Kind.LIMIT;
                problem += text + "; the limit is the JDK's system property " + limit;
            } else if (found.getCause() instanceof RuntimeException && !isOurs(found, context)) {
                problem += "a message of the peer's cannot be decoded";
            } else {
                problem += text;
            }
            OptionalInt alert = alertSent < 0 ? OptionalInt.empty() : OptionalInt.of(alertSent);
            return new TlsFailedException(kind, problem, alert, found);
        }

        /** Returns the alert for a failure for which the engine has none. */
        static int alert(SSLException found, HandshakeContext context) {
            if (isOurs(found, context)) {
                return Alerts.INTERNAL_ERROR;
            }
            return text(found).startsWith(NOTHING_SUPPORTED) ? Alerts.HANDSHAKE_FAILURE : Alerts.DECODE_ERROR;
        }

        /** Returns whether code of this side threw the exception; else a decoder did, because of the peer's message. */
        private static boolean isOurs(SSLException found, HandshakeContext context) {
            return context.ownFault || text(found).startsWith(UNSIGNED);
        }

        /** Returns the system property with the limit. SunJSSE reads these properties once, and has no other setting. */
        private static @Nullable String limit(String text) {
            if (text.startsWith("The size of the handshake message")) {
                return "jdk.tls.maxHandshakeMessageSize";
            }
            return text.startsWith("The certificate chain length") ? "jdk.tls.maxCertificateChainLength" : null;
        }

        private static Kind kind(SSLException found, HandshakeContext context, int alertSent) {
            if (isOurs(found, context)) {
                return Kind.INTERNAL;
            }
            return switch (alertSent) {
                case Alerts.HANDSHAKE_FAILURE, Alerts.PROTOCOL_VERSION, 71, 86, Alerts.NO_APPLICATION_PROTOCOL ->
                    Kind.NOTHING_IN_COMMON;
                default -> Kind.VIOLATION;
            };
        }

        private static String text(SSLException found) {
            return String.valueOf(found.getMessage());
        }

        private static TlsFailedException refusedByPeer(String alert, boolean open, boolean shown) {
            for (int number = 0; number < NUMBERS; number++) {
                if (Alerts.text(number).equals(alert + " (" + number + ")")) {
                    return Alerts.received(number, open, shown);
                }
            }
            String problem = "the peer ended the " + (open ? "connection" : "handshake") + " with the alert " + alert;
            return Alerts.failure(Kind.REFUSED_BY_PEER, problem);
        }

        private static @Nullable String alertReceived(Throwable found) {
            for (Throwable cause = found; cause != null; cause = cause.getCause()) {
                String text = String.valueOf(cause.getMessage());
                if (text.contains(RECEIVED)) {
                    return text.substring(text.indexOf(RECEIVED) + RECEIVED.length())
                            .trim();
                }
                if (cause.getClass().getSimpleName().equals("TlsFatalAlertReceived")) {
                    // BouncyCastle's: "certificate_expired(45)".
                    int open = text.indexOf('(');
                    return open < 0 ? text : text.substring(0, open);
                }
            }
            return null;
        }
    }
}

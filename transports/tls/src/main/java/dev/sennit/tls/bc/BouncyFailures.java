package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.trust.CertificateRefusedException;
import java.util.OptionalInt;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.jspecify.annotations.Nullable;

/** Turns BouncyCastle's exceptions into failures with a message of one plain line. */
final class BouncyFailures {
    private BouncyFailures() {}

    /**
     * Returns the failure behind an exception.
     *
     * @param found the exception that tells most
     * @param open whether the handshake was done
     * @param shown whether the peer was shown a certificate of ours
     */
    static TlsFailedException of(Throwable found, boolean open, boolean shown) {
        if (found instanceof TlsFailedException known) {
            return known;
        }
        if (found instanceof TlsFatalAlertReceived received) {
            return Alerts.received(received.getAlertDescription(), open, shown);
        }
        if (found instanceof TlsFatalAlert raised) {
            return raised(raised, open);
        }
        return new TlsFailedException(
                Kind.INTERNAL, "it failed on our side: " + found, OptionalInt.of(Alerts.INTERNAL_ERROR), found);
    }

    /** Returns the failure of a connection whose peer sent close_notify during the handshake. */
    static TlsFailedException closedEarly(Throwable found) {
        return new TlsFailedException(
                Kind.TRUNCATED,
                "the peer closed the connection before the handshake was done",
                OptionalInt.of(Alerts.HANDSHAKE_FAILURE),
                found);
    }

    private static TlsFailedException raised(TlsFatalAlert raised, boolean open) {
        int alert = raised.getAlertDescription();
        Throwable cause = raised.getCause();
        if (cause instanceof TlsFailedException known) {
            return known;
        }
        if (cause instanceof CertificateRefusedException refused) {
            return new TlsFailedException(Kind.CERTIFICATE, said(refused.getMessage()), OptionalInt.of(alert), refused);
        }
        Kind kind = isOverLimit(raised) ? Kind.LIMIT : kind(alert);
        return new TlsFailedException(kind, problem(alert, raised, open), OptionalInt.of(alert), raised);
    }

    /** The protocol reports a handshake message that is too long as its own fault (alert 80). */
    private static boolean isOverLimit(TlsFatalAlert raised) {
        return raised.getAlertDescription() == Alerts.INTERNAL_ERROR
                && said(raised.getMessage()).contains("exceeds the maximum");
    }

    private static Kind kind(int alert) {
        return switch (alert) {
            case Alerts.HANDSHAKE_FAILURE, Alerts.PROTOCOL_VERSION, 71, 86, 109, Alerts.NO_APPLICATION_PROTOCOL ->
                Kind.NOTHING_IN_COMMON;
            case Alerts.BAD_CERTIFICATE, 43, 44, 45, 46, 48, Alerts.CERTIFICATE_REQUIRED -> Kind.CERTIFICATE;
            case Alerts.INTERNAL_ERROR -> Kind.INTERNAL;
            default -> Kind.VIOLATION;
        };
    }

    private static String problem(int alert, TlsFatalAlert raised, boolean open) {
        // The message begins with the alert's own text, which is said here in our words.
        String text = said(raised.getMessage());
        int detail = text.indexOf("; ");
        String more = detail < 0 ? "" : ": " + text.substring(detail + 2);
        return "we ended the " + (open ? "connection" : "handshake") + " with the alert " + Alerts.text(alert) + more;
    }

    private static String said(@Nullable String message) {
        return message == null ? "no reason given" : message;
    }
}

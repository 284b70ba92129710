package dev.sennit.tls.engine;

import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;

/** The alerts of TLS (RFC 8446, section 6.2), and what a received alert means. */
public final class Alerts {
    /** The sender sends no more data. */
    public static final short CLOSE_NOTIFY = 0;
    /** A message came out of turn. */
    public static final short UNEXPECTED_MESSAGE = 10;
    /** A record could not be decrypted. */
    public static final short BAD_RECORD_MAC = 20;
    /** A record was longer than the rules allow. */
    public static final short RECORD_OVERFLOW = 22;
    /** Nothing in common. */
    public static final short HANDSHAKE_FAILURE = 40;
    /** A certificate could not be read or was not as it should be. */
    public static final short BAD_CERTIFICATE = 42;
    /** A field is well-formed but has a value that is not allowed. */
    public static final short ILLEGAL_PARAMETER = 47;
    /** A message could not be decoded. */
    public static final short DECODE_ERROR = 50;
    /** No version in common. */
    public static final short PROTOCOL_VERSION = 70;
    /** The sender has failed. */
    public static final short INTERNAL_ERROR = 80;
    /** The sender gives up the handshake; close_notify follows. */
    public static final short USER_CANCELED = 90;
    /** A message lacks an extension that it must have. */
    public static final short MISSING_EXTENSION = 109;
    /** A message has an extension that was not requested. */
    public static final short UNSUPPORTED_EXTENSION = 110;
    /** A server does not know the name that it was asked for; a warning or the end (RFC 6066, section 3). */
    public static final short UNRECOGNIZED_NAME = 112;
    /** A client showed no certificate where one is needed. */
    public static final short CERTIFICATE_REQUIRED = 116;
    /** No application protocol in common. */
    public static final short NO_APPLICATION_PROTOCOL = 120;

    /** The alerts of peers that want a certificate and were shown none: not all of them send certificate_required. */
    private static final Set<Integer> OF_OUR_CERTIFICATE = Set.of((int) BAD_CERTIFICATE, 43, 44, 45, 46, 48);

    private Alerts() {}

    /** Returns the name of an alert and its number, such as {@code unknown_ca (48)}. */
    public static String text(int alert) {
        String name = AlertDescription.getName((short) alert);
        return name.equals("UNKNOWN") ? "alert " + alert : name + " (" + alert + ")";
    }

    /**
     * Returns the failure of a connection whose peer sent a fatal alert.
     *
     * @param open whether the handshake was done
     * @param shown whether the peer was shown a certificate of ours
     */
    public static TlsFailedException received(int alert, boolean open, boolean shown) {
        String hint = !shown && OF_OUR_CERTIFICATE.contains(alert)
                ? "it wants a certificate of ours, and was shown none"
                : hint(alert);
        String problem = "the peer ended the " + (open ? "connection" : "handshake") + " with the alert " + text(alert)
                + (hint.isEmpty() ? "" : ": " + hint);
        return failure(Kind.REFUSED_BY_PEER, problem, alert);
    }

    private static String hint(int alert) {
        return switch (alert) {
            case HANDSHAKE_FAILURE ->
                "it found no version, cipher suite or signature in common, or wants a certificate";
            case BAD_CERTIFICATE, 46 -> "it does not accept our certificate";
            case 44 -> "it takes our certificate for revoked";
            case 45 -> "it takes our certificate for expired";
            case 48 -> "it does not know who issued our certificate";
            case PROTOCOL_VERSION -> "it speaks no version that we do";
            case UNRECOGNIZED_NAME -> "it does not know the name that we asked for";
            case CERTIFICATE_REQUIRED -> "it wants a certificate of ours";
            case NO_APPLICATION_PROTOCOL -> "it speaks none of our application protocols";
            default -> "";
        };
    }

    /**
     * Returns the failure of a connection whose peer broke a rule in a message.
     *
     * @param alert the alert to send
     * @param problem the rule and how the message breaks it
     */
    public static TlsFailedException violation(int alert, String problem) {
        return failure(Kind.VIOLATION, "we refused a message with the alert " + text(alert) + ": " + problem, alert);
    }

    /** Returns a {@link #violation} whose alert is illegal_parameter. */
    public static TlsFailedException illegalParameter(String problem) {
        return violation(ILLEGAL_PARAMETER, problem);
    }

    /**
     * Returns the failure of a connection whose peer sent a longer message or chain than a limit allows. OpenSSL and BoringSSL
     * send the same alert for an excessive message.
     */
    public static TlsFailedException overLimit(String problem) {
        return failure(Kind.LIMIT, problem, ILLEGAL_PARAMETER);
    }

    /** Returns the problem of a server that has no certificate to show for a name. */
    public static String noCertificate(Optional<String> serverName) {
        return "there is no certificate"
                + serverName.map(name -> " for the name '" + name + "'").orElse("")
                + " whose key the client can verify";
    }

    /** Returns a failure with the alert that tells the peer, or told us. */
    public static TlsFailedException failure(Kind kind, String problem, int alert) {
        return new TlsFailedException(kind, problem, OptionalInt.of(alert), null);
    }

    /** Returns a failure without an alert. */
    public static TlsFailedException failure(Kind kind, String problem) {
        return new TlsFailedException(kind, problem, OptionalInt.empty(), null);
    }
}

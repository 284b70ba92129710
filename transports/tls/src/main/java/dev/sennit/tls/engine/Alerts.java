package dev.sennit.tls.engine;

import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The alerts of TLS (RFC 8446, section 6.2), and what a received alert means. */
public final class Alerts {
    /** The sender sends no more data. */
    public static final int CLOSE_NOTIFY = 0;
    /** A message came out of turn. */
    public static final int UNEXPECTED_MESSAGE = 10;
    /** A record could not be decrypted. */
    public static final int BAD_RECORD_MAC = 20;
    /** A record was longer than the rules allow. */
    public static final int RECORD_OVERFLOW = 22;
    /** Nothing in common. */
    public static final int HANDSHAKE_FAILURE = 40;
    /** A certificate could not be read or was not as it should be. */
    public static final int BAD_CERTIFICATE = 42;
    /** A field is well-formed but has a value that is not allowed. */
    public static final int ILLEGAL_PARAMETER = 47;
    /** A message could not be decoded. */
    public static final int DECODE_ERROR = 50;
    /** No version in common. */
    public static final int PROTOCOL_VERSION = 70;
    /** The sender has failed. */
    public static final int INTERNAL_ERROR = 80;
    /** Renegotiation is refused; a warning (RFC 5246, section 7.2.2). */
    public static final int NO_RENEGOTIATION = 100;
    /** The sender gives up the handshake; close_notify follows. */
    public static final int USER_CANCELED = 90;
    /** A message lacks an extension that it must have. */
    public static final int MISSING_EXTENSION = 109;
    /** A message has an extension that was not requested. */
    public static final int UNSUPPORTED_EXTENSION = 110;
    /** A server does not know the name that it was asked for; a warning or the end (RFC 6066, section 3). */
    public static final int UNRECOGNIZED_NAME = 112;
    /** A client showed no certificate where one is needed. */
    public static final int CERTIFICATE_REQUIRED = 116;
    /** No application protocol in common. */
    public static final int NO_APPLICATION_PROTOCOL = 120;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(CLOSE_NOTIFY, "close_notify"),
            Map.entry(UNEXPECTED_MESSAGE, "unexpected_message"),
            Map.entry(BAD_RECORD_MAC, "bad_record_mac"),
            Map.entry(RECORD_OVERFLOW, "record_overflow"),
            Map.entry(HANDSHAKE_FAILURE, "handshake_failure"),
            Map.entry(BAD_CERTIFICATE, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(ILLEGAL_PARAMETER, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(DECODE_ERROR, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(PROTOCOL_VERSION, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(INTERNAL_ERROR, "internal_error"),
            Map.entry(86, "inappropriate_fallback"),
            Map.entry(USER_CANCELED, "user_canceled"),
            Map.entry(NO_RENEGOTIATION, "no_renegotiation"),
            Map.entry(MISSING_EXTENSION, "missing_extension"),
            Map.entry(UNSUPPORTED_EXTENSION, "unsupported_extension"),
            Map.entry(UNRECOGNIZED_NAME, "unrecognized_name"),
            Map.entry(113, "bad_certificate_status_response"),
            Map.entry(115, "unknown_psk_identity"),
            Map.entry(CERTIFICATE_REQUIRED, "certificate_required"),
            Map.entry(NO_APPLICATION_PROTOCOL, "no_application_protocol"));

    private static final Map<Integer, String> HINTS = Map.of(
            HANDSHAKE_FAILURE,
            "it found no version, cipher suite or signature in common, or wants a certificate",
            BAD_CERTIFICATE,
            "it does not accept our certificate",
            44,
            "it takes our certificate for revoked",
            45,
            "it takes our certificate for expired",
            46,
            "it does not accept our certificate",
            48,
            "it does not know who issued our certificate",
            PROTOCOL_VERSION,
            "it speaks no version that we do",
            UNRECOGNIZED_NAME,
            "it does not know the name that we asked for",
            CERTIFICATE_REQUIRED,
            "it wants a certificate of ours",
            NO_APPLICATION_PROTOCOL,
            "it speaks none of our application protocols");

    /** The alerts of peers that want a certificate and were shown none: not all of them send certificate_required. */
    private static final Set<Integer> OF_OUR_CERTIFICATE = Set.of(BAD_CERTIFICATE, 43, 44, 45, 46, 48);

    private Alerts() {}

    /** Returns the name of an alert and its number, such as {@code unknown_ca (48)}. */
    public static String text(int alert) {
        String name = NAMES.get(alert);
        return name == null ? "alert " + alert : name + " (" + alert + ")";
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
                : HINTS.get(alert);
        String problem = "the peer ended the " + (open ? "connection" : "handshake") + " with the alert " + text(alert)
                + (hint == null ? "" : ": " + hint);
        return new TlsFailedException(Kind.REFUSED_BY_PEER, problem, OptionalInt.of(alert), null);
    }

    /**
     * Returns the failure of a connection whose peer broke a rule in a message.
     *
     * @param alert the alert to send
     * @param problem the rule and how the message breaks it
     */
    public static TlsFailedException violation(int alert, String problem) {
        return new TlsFailedException(
                Kind.VIOLATION,
                "we refused a message with the alert " + text(alert) + ": " + problem,
                OptionalInt.of(alert),
                null);
    }

    /**
     * Returns the failure of a connection whose peer sent a longer message or chain than a limit allows. OpenSSL and BoringSSL
     * send the same alert for an excessive message.
     */
    public static TlsFailedException overLimit(String problem) {
        return new TlsFailedException(Kind.LIMIT, problem, OptionalInt.of(ILLEGAL_PARAMETER), null);
    }
}

package dev.sennit.integration.tls;

import java.util.Locale;

/** The alerts that the cases here expect (RFC 8446, section 6). */
public enum Alert {
    HANDSHAKE_FAILURE(40),
    BAD_CERTIFICATE(42),
    UNSUPPORTED_CERTIFICATE(43),
    CERTIFICATE_REVOKED(44),
    CERTIFICATE_EXPIRED(45),
    CERTIFICATE_UNKNOWN(46),
    UNKNOWN_CA(48),
    ACCESS_DENIED(49),
    DECODE_ERROR(50),
    PROTOCOL_VERSION(70),
    INTERNAL_ERROR(80),
    CERTIFICATE_REQUIRED(116),
    NO_APPLICATION_PROTOCOL(120);

    private final int number;

    Alert(int number) {
        this.number = number;
    }

    /** Returns its number on the wire. */
    public int number() {
        return number;
    }

    /** Returns how OpenSSL prints it, such as {@code unknown ca}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Finds an alert by its number. */
    public static Alert of(int number) {
        for (Alert alert : values()) {
            if (alert.number == number) {
                return alert;
            }
        }
        throw new IllegalArgumentException("no case expects the alert " + number + "; add it to the list");
    }
}

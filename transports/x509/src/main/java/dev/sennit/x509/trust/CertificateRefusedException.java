package dev.sennit.x509.trust;

import org.jspecify.annotations.Nullable;

/** A peer's certificate is not believed. The message says in one line which certificate and why. */
public final class CertificateRefusedException extends RuntimeException {
    /** The certificate is corrupt, its signature does not verify, or it is too weak. */
    public static final int BAD_CERTIFICATE = 42;

    /** The certificate may not be used for this. */
    public static final int UNSUPPORTED_CERTIFICATE = 43;

    /** Its issuer has taken it back. */
    public static final int CERTIFICATE_REVOKED = 44;

    /** It has expired or is not yet valid. */
    public static final int CERTIFICATE_EXPIRED = 45;

    /** Any other reason, such as another host's certificate. */
    public static final int CERTIFICATE_UNKNOWN = 46;

    /** No trusted authority has issued it. */
    public static final int UNKNOWN_CA = 48;

    private static final long serialVersionUID = 1;

    private final int alert;

    /**
     * Makes one.
     *
     * @param alert the number of the alert that tells the peer (RFC 8446, section 6.2)
     * @param message which certificate, and what is wrong with it
     */
    public CertificateRefusedException(int alert, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.alert = alert;
    }

    CertificateRefusedException(int alert, String message) {
        this(alert, message, null);
    }

    /** The number of the alert to send to the peer: one of the constants here (RFC 8446, section 6.2). */
    public int alert() {
        return alert;
    }
}

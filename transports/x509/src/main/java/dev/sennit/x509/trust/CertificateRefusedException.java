package dev.sennit.x509.trust;

import org.jspecify.annotations.Nullable;

/** The certificate of a peer is refused. The message says in one line which certificate and why. */
public final class CertificateRefusedException extends RuntimeException {
    /** The certificate is corrupt, its signature does not verify, or it is too weak. */
    public static final int BAD_CERTIFICATE = 42;

    /** The certificate may not be used for this purpose. */
    public static final int UNSUPPORTED_CERTIFICATE = 43;

    /** Its issuer has revoked the certificate. */
    public static final int CERTIFICATE_REVOKED = 44;

    /** The certificate has expired or is not yet valid. */
    public static final int CERTIFICATE_EXPIRED = 45;

    /** Any other reason, such as the certificate of another host. */
    public static final int CERTIFICATE_UNKNOWN = 46;

    /** No trusted authority has issued the certificate. */
    public static final int UNKNOWN_CA = 48;

    private static final long serialVersionUID = 1;

    private final int alert;

    /**
     * Makes an exception.
     *
     * @param alert the number of the alert that the peer gets (RFC 8446, section 6.2)
     * @param message which certificate, and what is wrong with it
     */
    public CertificateRefusedException(int alert, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.alert = alert;
    }

    CertificateRefusedException(int alert, String message) {
        this(alert, message, null);
    }

    /** Returns the number of the alert that the peer gets, one of the constants of this class (RFC 8446, section 6.2). */
    public int alert() {
        return alert;
    }
}

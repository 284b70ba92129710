package dev.sennit.tls.engine;

/** The content types of records (RFC 8446, section 5.1). */
public final class ContentType {
    /** In TLS 1.2 it begins encryption; in TLS 1.3 it has no meaning (RFC 8446, appendix D.4). */
    public static final short CHANGE_CIPHER_SPEC = 20;
    /** An alert. */
    public static final short ALERT = 21;
    /** Handshake messages or parts of them. */
    public static final short HANDSHAKE = 22;
    /** Application data; in TLS 1.3 also the type of every encrypted record. */
    public static final short APPLICATION_DATA = 23;

    private ContentType() {}
}

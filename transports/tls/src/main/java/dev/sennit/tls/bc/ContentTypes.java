package dev.sennit.tls.bc;

/** The types of records (RFC 8446, section 5.1). */
final class ContentTypes {
    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    private ContentTypes() {}
}

package dev.sennit.tls;

/**
 * The cipher suites, in the order of preference. All have authenticated encryption and forward secrecy. AES comes first, since the
 * platform's is fast and runs in constant time.
 */
public enum CipherSuite {
    /** TLS 1.3 (RFC 8446, section B.4). */
    TLS_AES_128_GCM_SHA256(0x1301, TlsVersion.TLS_1_3),
    /** TLS 1.3 (RFC 8446, section B.4). */
    TLS_AES_256_GCM_SHA384(0x1302, TlsVersion.TLS_1_3),
    /** TLS 1.3 (RFC 8446, section B.4). */
    TLS_CHACHA20_POLY1305_SHA256(0x1303, TlsVersion.TLS_1_3),
    /** TLS 1.2 (RFC 5289). */
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256(0xC02B, TlsVersion.TLS_1_2),
    /** TLS 1.2 (RFC 5289). */
    TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256(0xC02F, TlsVersion.TLS_1_2),
    /** TLS 1.2 (RFC 5289). */
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384(0xC02C, TlsVersion.TLS_1_2),
    /** TLS 1.2 (RFC 5289). */
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384(0xC030, TlsVersion.TLS_1_2),
    /** TLS 1.2 (RFC 7905). */
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA9, TlsVersion.TLS_1_2),
    /** TLS 1.2 (RFC 7905). */
    TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256(0xCCA8, TlsVersion.TLS_1_2);

    private final int code;
    private final TlsVersion version;

    CipherSuite(int code, TlsVersion version) {
        this.code = code;
        this.version = version;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /** Returns the version of TLS that has this suite. */
    public TlsVersion version() {
        return version;
    }
}

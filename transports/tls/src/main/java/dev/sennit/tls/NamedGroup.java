package dev.sennit.tls;

/** The groups for key exchange, in the order of preference. */
public enum NamedGroup {
    /** X25519 and ML-KEM-768 together: safe if one of them is, also against future quantum computers. TLS 1.3 only. */
    X25519MLKEM768(0x11EC, "X25519MLKEM768"),
    /** RFC 7748. */
    X25519(0x001D, "x25519"),
    /** NIST P-256. */
    SECP256R1(0x0017, "secp256r1"),
    /** NIST P-384. */
    SECP384R1(0x0018, "secp384r1");

    private final int code;
    private final String standardName;

    NamedGroup(int code, String standardName) {
        this.code = code;
        this.standardName = standardName;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /** Returns the name in the IANA registry of groups. */
    public String standardName() {
        return standardName;
    }
}

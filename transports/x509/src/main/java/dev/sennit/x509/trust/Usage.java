package dev.sennit.x509.trust;

/** What the certificate of a peer is to be good for. */
enum Usage {
    SERVER("1.3.6.1.5.5.7.3.1", "a server"),
    CLIENT("1.3.6.1.5.5.7.3.2", "a client");

    /** Good for everything. */
    static final String ANY = "2.5.29.37.0";

    private final String oid;
    private final String noun;

    Usage(String oid, String noun) {
        this.oid = oid;
        this.noun = noun;
    }

    /** The key purpose of RFC 5280, section 4.2.1.12. */
    String oid() {
        return oid;
    }

    /** Who has such a certificate. */
    String noun() {
        return noun;
    }
}

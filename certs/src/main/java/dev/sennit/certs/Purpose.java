package dev.sennit.certs;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate may be used for: its extended key usage (RFC 5280 section 4.2.1.12). */
public enum Purpose {
    /** A TLS server shows it to its clients. */
    SERVER("1.3.6.1.5.5.7.3.1", "server"),
    /** A TLS client shows it to a server. */
    CLIENT("1.3.6.1.5.5.7.3.2", "client"),
    /** Signs programs; of no use to TLS, and there for tests that see it refused. */
    CODE_SIGNING("1.3.6.1.5.5.7.3.3", "code signing"),
    /** Signs OCSP responses for the authority that issued it. */
    OCSP_SIGNING("1.3.6.1.5.5.7.3.9", "OCSP signing");

    private final String oid;
    private final String word;

    Purpose(String oid, String word) {
        this.oid = oid;
        this.word = word;
    }

    /** Its object identifier, as {@link java.security.cert.X509Certificate#getExtendedKeyUsage()} lists it. */
    public String oid() {
        return oid;
    }

    KeyPurposeId id() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
    }

    String word() {
        return word;
    }

    /** Returns the word for an object identifier; itself, if it is none of these. */
    static String describe(String oid) {
        for (Purpose purpose : values()) {
            if (purpose.oid.equals(oid)) {
                return purpose.word;
            }
        }
        return oid.equals("2.5.29.37.0") ? "any" : oid;
    }
}

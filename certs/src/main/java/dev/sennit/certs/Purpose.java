package dev.sennit.certs;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate may be used for: its extended key usage (RFC 5280 section 4.2.1.12). */
public enum Purpose {
    /** A TLS server shows it to its clients. */
    SERVER("1.3.6.1.5.5.7.3.1"),
    /** A TLS client shows it to a server. */
    CLIENT("1.3.6.1.5.5.7.3.2"),
    /** Signs programs; of no use to TLS, and there for tests that see it refused. */
    CODE_SIGNING("1.3.6.1.5.5.7.3.3"),
    /** Signs OCSP responses for the authority that issued it. */
    OCSP_SIGNING("1.3.6.1.5.5.7.3.9");

    private final String oid;

    Purpose(String oid) {
        this.oid = oid;
    }

    /** Its object identifier, as {@link java.security.cert.X509Certificate#getExtendedKeyUsage()} lists it. */
    public String oid() {
        return oid;
    }

    KeyPurposeId id() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
    }
}

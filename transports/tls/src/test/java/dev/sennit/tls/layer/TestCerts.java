package dev.sennit.tls.layer;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;

/** An authority, what it has issued, and the trust in it: made once for all tests. */
final class TestCerts {
    /** The name in {@link #SERVER}. */
    static final String NAME = "server.example";

    static final CertificateAuthority AUTHORITY = CertificateAuthority.create();
    static final Trust TRUST = Trust.of(AUTHORITY.root());
    static final CertifiedKey SERVER = identity(AUTHORITY.issue(CertificateSpec.server(NAME)));
    static final CertifiedKey CLIENT = identity(AUTHORITY.issue(CertificateSpec.client("a client")));

    private TestCerts() {}

    static CertifiedKey identity(IssuedCertificate issued) {
        return CertifiedKey.of(issued.key(), issued.chain());
    }
}

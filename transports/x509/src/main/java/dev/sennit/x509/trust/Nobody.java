package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Believes nobody. */
enum Nobody implements Trust {
    TRUSTED;

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        throw refused();
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        throw refused();
    }

    private static CertificateRefusedException refused() {
        return new CertificateRefusedException(
                CertificateRefusedException.UNKNOWN_CA, "nobody is trusted here: Trust.nobody()", null);
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return List.of();
    }
}

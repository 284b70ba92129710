package dev.sennit.endpoint.tls;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Checks as another trust does. If that trust does not know an authority that was made for development, the refusal says which
 * argument names it.
 *
 * @param argument the name of the argument for authorities
 * @param owner the owner of the certificates: "server" or "client"
 */
record AdvisingTrust(Trust trust, String argument, String owner) implements Trust {
    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        try {
            trust.checkServer(chain, name);
        } catch (CertificateRefusedException refused) {
            throw advised(refused, chain);
        }
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        try {
            trust.checkClient(chain);
        } catch (CertificateRefusedException refused) {
            throw advised(refused, chain);
        }
    }

    private CertificateRefusedException advised(CertificateRefusedException refused, List<X509Certificate> chain) {
        boolean forDevelopment = refused.alert() == CertificateRefusedException.UNKNOWN_CA
                && chain.stream()
                        .map(X509Certificate::getIssuerX500Principal)
                        .anyMatch(DevelopmentCerts::isAuthorityName);
        return forDevelopment
                ? new CertificateRefusedException(
                        refused.alert(),
                        refused.getMessage() + "; that is an authority for development, whose ca.pem is beside the "
                                + owner + "'s certificate: " + argument + "=certs/ca.pem",
                        refused)
                : refused;
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return trust.acceptedIssuers();
    }

    @Override
    public boolean mayBlock() {
        return trust.mayBlock();
    }

    /** Returns the text of the other trust. */
    @Override
    public String toString() {
        return trust.toString();
    }
}

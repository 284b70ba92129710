package dev.sennit.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JDK's own validation of certification paths. */
record Pkix(X509Certificate root, Instant now) {
    void validate(List<X509Certificate> chain) throws GeneralSecurityException {
        run(chain, parameters());
    }

    void validateWithCrl(List<X509Certificate> chain, X509CRL crl) throws GeneralSecurityException {
        PKIXParameters parameters = parameters();
        parameters.setRevocationEnabled(true);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(Set.of(crl))));
        run(chain, parameters);
    }

    void validateWithOcsp(List<X509Certificate> chain, byte[] response) throws GeneralSecurityException {
        PKIXParameters parameters = parameters();
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOcspResponses(Map.of(chain.get(0), response));
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
        parameters.addCertPathChecker(checker);
        run(chain, parameters);
    }

    private PKIXParameters parameters() throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        return parameters;
    }

    private static void run(List<X509Certificate> chain, PKIXParameters parameters) throws GeneralSecurityException {
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    }
}

package dev.sennit.x509.trust;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What the JDK trusts, read once, when first asked for: some 150 certificates, which take a tenth of a second. */
final class PlatformCertificates {
    /** All of them; empty when there are none or they cannot be read. */
    static final List<X509Certificate> ALL;

    /** Why there are none. */
    static final String PROBLEM;

    static {
        List<X509Certificate> found = new ArrayList<>();
        String problem = "its trust store is empty or missing";
        try {
            read(found);
        } catch (GeneralSecurityException | RuntimeException e) {
            problem = "its trust store cannot be read: " + e.getMessage();
        }
        ALL = List.copyOf(found);
        PROBLEM = problem;
    }

    private PlatformCertificates() {}

    private static void read(List<X509Certificate> found) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                found.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
    }
}

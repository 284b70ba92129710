package dev.sennit.x509.trust;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Believes everybody. */
enum NoCheck implements Trust {
    /** For those who check by other means. */
    SILENT,
    /** For those who do not check at all. */
    INSECURE;

    static Trust loud() {
        System.getLogger(Trust.class.getPackageName())
                .log(
                        Level.WARNING,
                        "certificates of TLS peers are NOT CHECKED, as was asked for (insecure): anybody in between can read and"
                                + " change everything");
        return INSECURE;
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        // Nothing is asked of anybody.
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        // Nothing is asked of anybody.
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return List.of();
    }
}

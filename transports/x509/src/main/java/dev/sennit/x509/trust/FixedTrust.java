package dev.sennit.x509.trust;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Trusts every peer, or none. */
enum FixedTrust implements Trust {
    /** Trusts every peer, for callers that check by other means. */
    EVERY_PEER,
    /** Trusts no peer. */
    NO_PEER;

    /** Trusts every peer, and says so in the log, for callers that do not check at all. */
    static Trust insecure() {
        System.getLogger(Trust.class.getPackageName())
                .log(
                        Level.WARNING,
                        "certificates of TLS peers are NOT CHECKED, as was asked for (insecure): anybody in between"
                                + " can read and change everything");
        return EVERY_PEER;
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        check();
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        check();
    }

    private void check() {
        if (this == NO_PEER) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.UNKNOWN_CA, "nobody is trusted here: Trust.nobody()");
        }
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return List.of();
    }
}

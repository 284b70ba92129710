package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from a leaf to a certificate that we trust.
 *
 * @param sent the leaf, then each one's issuer as the peer sent it; empty when the leaf itself is trusted
 * @param anchor the trusted one
 */
record TrustPath(List<X509Certificate> sent, X509Certificate anchor) {
    /** All of it, the leaf first. */
    List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(sent);
        all.add(anchor);
        return all;
    }
}

package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A path from a leaf to a certificate that is trusted (RFC 5280, section 6.1).
 *
 * @param sent the leaf, then the issuer of each, as the peer sent them; empty if the leaf itself is trusted
 * @param anchor the trusted certificate
 */
record CertificationPath(List<X509Certificate> sent, X509Certificate anchor) {
    /** Returns all certificates, the leaf first. */
    List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(sent);
        all.add(anchor);
        return all;
    }
}

package dev.sennit.x509.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts certificates in the order in which they are sent: the leaf, then each one's issuer (RFC 8446, section 4.4.2). */
final class ChainOrder {
    private final Set<X509Certificate> left;
    private final List<X509Certificate> chain = new ArrayList<>();

    private ChainOrder(List<X509Certificate> certificates) {
        left = new LinkedHashSet<>(certificates);
    }

    /**
     * Answers the chain of the certificate that fits the key; what is no part of it is left out.
     *
     * @throws IllegalArgumentException if no certificate fits the key, or the chain is too long
     */
    static List<X509Certificate> of(PrivateKey key, List<X509Certificate> certificates) {
        return new ChainOrder(certificates).from(leaf(key, certificates));
    }

    private static X509Certificate leaf(PrivateKey key, List<X509Certificate> certificates) {
        RuntimeException unusable = null;
        for (X509Certificate certificate : certificates) {
            try {
                if (KeyPairCheck.fits(key, certificate.getPublicKey())) {
                    return certificate;
                }
            } catch (IllegalArgumentException e) {
                unusable = e;
            }
        }
        String subject = "'" + certificates.get(0).getSubjectX500Principal() + "'";
        throw new IllegalArgumentException(
                certificates.size() == 1
                        ? "the private key does not belong to the certificate " + subject
                        : "the private key belongs to none of the " + certificates.size()
                                + " certificates, the first of" + " which is " + subject,
                unusable);
    }

    private List<X509Certificate> from(X509Certificate leaf) {
        Optional<X509Certificate> next = Optional.of(leaf);
        while (next.isPresent()) {
            if (chain.size() == Identity.MAX_CHAIN_LENGTH) {
                throw new IllegalArgumentException("the chain of '" + leaf.getSubjectX500Principal()
                        + "' is longer than " + Identity.MAX_CHAIN_LENGTH + " certificates");
            }
            chain.add(next.get());
            left.remove(next.get());
            next = issuer(next.get());
        }
        return List.copyOf(chain);
    }

    private Optional<X509Certificate> issuer(X509Certificate certificate) {
        return left.stream().filter(other -> issued(other, certificate)).findFirst();
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

package dev.sennit.x509.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a revocation list (RFC 5280, section 5.1.1). It is verified once for each key, since a list may have
 * many megabytes. Safe from any thread.
 */
final class ListSignature {
    /** The most keys whose results are kept: a few keys of one name, while one replaces another. */
    private static final int MAX_KEYS = 16;

    private final byte[] der;
    private final DerElement signed;
    private final String algorithm;
    private final byte @Nullable [] parameters;
    private final byte[] signature;
    private final Map<PublicKey, Boolean> results = new ConcurrentHashMap<>();

    private ListSignature(
            byte[] der, DerElement signed, String algorithm, byte @Nullable [] parameters, byte[] signature) {
        this.der = der;
        this.signed = signed;
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.signature = signature;
    }

    /**
     * Reads it.
     *
     * @param signed what is signed
     * @param algorithm the AlgorithmIdentifier
     * @param signature the BIT STRING
     * @throws IllegalArgumentException if it is damaged
     */
    static ListSignature read(byte[] der, DerElement signed, DerElement algorithm, DerElement signature) {
        byte[] bits = signature.bytes();
        if (bits.length == 0 || bits[0] != 0) {
            throw new IllegalArgumentException("a signature that does not end with a byte");
        }
        DerReader parts = algorithm.children();
        String oid = ListExtensions.oid(parts.next(DerElement.OID));
        return new ListSignature(
                der,
                signed,
                oid,
                parts.hasMore() ? parts.next().encoded() : null,
                Arrays.copyOfRange(bits, 1, bits.length));
    }

    /** Returns whether the algorithm is one that is believed. */
    boolean isStrong() {
        return SignatureRules.isStrong(algorithm, parameters);
    }

    /** Returns the object identifier of the algorithm. */
    String algorithm() {
        return algorithm;
    }

    /** Returns whether the owner of this key has signed the list; takes time in proportion to the list at first. */
    boolean isBy(PublicKey key) {
        Boolean known = results.get(key);
        if (known != null) {
            return known;
        }
        boolean verified = verify(key);
        if (results.size() < MAX_KEYS) {
            results.put(key, verified);
        }
        return verified;
    }

    private boolean verify(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            PSSParameterSpec pss = SignatureRules.parameters(algorithm, parameters);
            if (pss != null) {
                verifier.setParameter(pss);
            }
            verifier.initVerify(key);
            verifier.update(der, signed.start(), signed.end() - signed.start());
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false; // Such as a key of another kind, or parameters that a provider cannot take.
        }
    }
}

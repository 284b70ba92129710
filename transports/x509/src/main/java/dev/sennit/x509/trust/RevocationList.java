package dev.sennit.x509.trust;

import dev.sennit.x509.pem.EncodedRevocationList;
import dev.sennit.x509.pem.PemException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.BERTags;
import org.jspecify.annotations.Nullable;

/**
 * A certificate revocation list (RFC 5280, section 5), complete or delta. Safe from any thread; only the results of
 * {@link ListSignature} change.
 *
 * <pre>
 * CertificateList  ::=  SEQUENCE  { tbsCertList SEQUENCE, signatureAlgorithm SEQUENCE, signature BIT STRING }
 * TBSCertList  ::=  SEQUENCE  { version INTEGER (1) OPTIONAL, signature SEQUENCE, issuer Name,
 *     thisUpdate Time, nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OPTIONAL,
 *     crlExtensions [0] EXPLICIT SEQUENCE OPTIONAL }
 * </pre>
 *
 * @param place the file, and in PEM the line, for messages
 * @param since thisUpdate
 * @param until nextUpdate, which RFC 5280 demands and some lists lack
 */
record RevocationList(
        String place,
        X500Principal issuer,
        Instant since,
        Optional<Instant> until,
        ListExtensions extensions,
        ListScope scope,
        RevokedEntries entries,
        ListSignature signature) {
    private static final byte[] VERSION_2 = {1};
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final int CRL_SIGN = 6;

    /**
     * Parses a list; takes time in proportion to its size.
     *
     * @throws PemException if it is damaged
     */
    static RevocationList parse(EncodedRevocationList encoded) {
        byte[] der = encoded.der();
        try {
            DerReader file = new DerReader(der, 0, der.length);
            DerReader parts = file.next(DerElement.SEQUENCE).children();
            file.end();
            DerElement signed = parts.next(DerElement.SEQUENCE);
            DerElement algorithm = parts.next(DerElement.SEQUENCE);
            DerElement signature = parts.next(BERTags.BIT_STRING);
            parts.end();
            return parse(encoded.place(), der, signed, algorithm, signature);
        } catch (RuntimeException e) {
            throw encoded.damaged(e);
        }
    }

    private static RevocationList parse(
            String place, byte[] der, DerElement signed, DerElement algorithm, DerElement signature) {
        DerReader fields = signed.children();
        boolean wrongVersion = fields.find(BERTags.INTEGER)
                .filter(version -> !version.contentEquals(VERSION_2))
                .isPresent();
        boolean sameAlgorithm = Arrays.equals(fields.next(DerElement.SEQUENCE).encoded(), algorithm.encoded());
        if (wrongVersion || !sameAlgorithm) {
            throw new IllegalArgumentException(wrongVersion ? "an unknown version" : "two signature algorithms");
        }
        X500Principal issuer =
                new X500Principal(fields.next(DerElement.SEQUENCE).encoded());
        Instant since = fields.next().time();
        Optional<Instant> until =
                fields.find(BERTags.UTC_TIME, BERTags.GENERALIZED_TIME).map(DerElement::time);
        RevokedEntries entries = fields.find(DerElement.SEQUENCE)
                .map(list -> RevokedEntries.read(der, list))
                .orElse(RevokedEntries.NONE);
        ListExtensions extensions = fields.find(DerElement.TAG_0)
                .map(tagged -> ListExtensions.read(tagged.children().next(DerElement.SEQUENCE)))
                .orElse(ListExtensions.NONE);
        fields.end();
        return new RevocationList(
                place,
                issuer,
                since,
                until,
                extensions,
                ListScope.of(extensions.scope()),
                entries,
                ListSignature.read(der, signed, algorithm, signature));
    }

    boolean isDelta() {
        return extensions.base().isPresent();
    }

    Optional<BigInteger> number() {
        return extensions.number();
    }

    /** Returns the revocation of a certificate of this issuer, if the list has it. */
    Optional<RevokedEntries.Entry> find(X509Certificate certificate) {
        return entries.find(certificate.getSerialNumber());
    }

    /** How a list stands to a certificate of the list's issuer name. */
    enum Origin {
        /** The owner of the certificate has signed the list. */
        SIGNED,
        /** Another key of the same name has, or must have: the list is of no concern. */
        OTHER_KEY,
        /** The list names the key of the certificate, and is not signed by it. */
        BAD_SIGNATURE
    }

    /** Returns whether an issuer has signed this list; a list of this issuer's name. */
    Origin origin(X509Certificate issuing) {
        if (signature.isBy(issuing.getPublicKey())) {
            return Origin.SIGNED;
        }
        byte[] subjectKey = issuing.getExtensionValue(SUBJECT_KEY);
        boolean named = subjectKey != null
                && extensions
                        .authorityKey()
                        .filter(key -> Arrays.equals(key, keyIdentifier(subjectKey)))
                        .isPresent();
        return named ? Origin.BAD_SIGNATURE : Origin.OTHER_KEY;
    }

    private static byte[] keyIdentifier(byte[] extension) {
        try {
            byte[] value = ASN1OctetString.getInstance(extension).getOctets();
            return ASN1OctetString.getInstance(value).getOctets();
        } catch (RuntimeException e) {
            return new byte[0];
        }
    }

    /** Returns what keeps this list from being used for the certificates of an issuer who has signed it. */
    Optional<String> unusable(X509Certificate issuing) {
        boolean[] usage = issuing.getKeyUsage();
        if (usage != null && !usage[CRL_SIGN]) {
            return Optional.of("is signed by a certificate that may not sign lists (its key usage lacks cRLSign)");
        }
        if (!signature.isStrong()) {
            return Optional.of("is signed with the algorithm " + signature.algorithm() + "; " + SignatureRules.WANTED);
        }
        return unsupported();
    }

    /** Returns what keeps this list from being used at all. */
    Optional<String> unsupported() {
        if (extensions.unknown().isPresent()) {
            return Optional.of("has a critical extension that is not supported: "
                    + extensions.unknown().get());
        }
        if (scope.unsupported().isPresent()) {
            return scope.unsupported();
        }
        if (entries.unknownCritical().isPresent()) {
            return Optional.of("has an entry with a critical extension that is not supported: "
                    + entries.unknownCritical().get());
        }
        return isDelta() && number().isEmpty()
                ? Optional.of("is a delta list without a number, which cannot be applied")
                : Optional.empty();
    }

    /** Returns why the list is not in force, if it is not. */
    Optional<String> notInForce(Instant now) {
        if (until.isEmpty()) {
            return Optional.of("does not say until when it is in force (nextUpdate)");
        }
        if (now.isBefore(since)) {
            return Optional.of("is not in force before " + since + "; it is now " + PrintableText.time(now));
        }
        return now.isAfter(until.get())
                ? Optional.of("expired on " + until.get() + "; it is now " + PrintableText.time(now))
                : Optional.empty();
    }

    /** Returns a sentence about this list: which one it is, and what is to be said of it. */
    String sentence(String predicate) {
        String numbered = number().map(number -> " number " + number).orElse("");
        String noun = isDelta() ? "the delta revocation list" : "the revocation list";
        return PrintableText.text(place) + ": " + noun + numbered + " of " + PrintableText.name(issuer) + " "
                + predicate;
    }

    /**
     * The signature of a revocation list (RFC 5280, section 5.1.1). It is verified once for each key, since a list may have
     * many megabytes. Safe from any thread.
     */
    private static final class ListSignature {
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
            String oid = ListExtensions.oid(parts.next(BERTags.OBJECT_IDENTIFIER));
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
}

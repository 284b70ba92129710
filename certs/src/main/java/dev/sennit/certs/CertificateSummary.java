package dev.sennit.certs;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * One certificate, for people to read.
 *
 * @param subject its name, as RFC 2253 writes it; may be empty
 * @param names its subject alternative names, each after its kind, such as {@code DNS localhost}
 * @param issuer who issued it, like the subject
 * @param from when it begins to be valid
 * @param until when it ends to be valid
 * @param left how long it is valid yet; negative if it has ended
 * @param key its key, such as {@code ECDSA P-256}
 * @param signature the algorithm of its signature
 * @param purposes what it may be used for; empty if for anything
 * @param serial its serial number, in hexadecimal digits
 * @param fingerprint SHA-256 over it, in pairs of hexadecimal digits
 * @param pin SHA-256 over its SubjectPublicKeyInfo, in Base64 (RFC 7469 section 2.4)
 * @param authority whether it may issue others
 * @param selfSigned whether it is signed with its own key
 * @param problems what is wrong with it, each a sentence without its full stop
 */
public record CertificateSummary(
        String subject,
        List<String> names,
        String issuer,
        Instant from,
        Instant until,
        Duration left,
        String key,
        String signature,
        List<String> purposes,
        String serial,
        String fingerprint,
        String pin,
        boolean authority,
        boolean selfSigned,
        List<String> problems) {

    private static final int COLUMN = 11;

    public CertificateSummary {
        names = List.copyOf(names);
        purposes = List.copyOf(purposes);
        problems = List.copyOf(problems);
    }

    /** Describes a certificate as it stands at that time. */
    public static CertificateSummary of(X509Certificate certificate, Instant now) {
        Instant until = certificate.getNotAfter().toInstant();
        boolean selfSigned = isSignedBy(certificate, certificate);
        KeyDescription key = KeyDescription.of(
                certificate.getPublicKey().getEncoded(),
                certificate.getPublicKey().getAlgorithm());
        return new CertificateSummary(
                subject(certificate),
                ListedName.of(certificate).stream()
                        .map(name -> Printable.of(name.toString()))
                        .toList(),
                Printable.of(certificate.getIssuerX500Principal().getName()),
                certificate.getNotBefore().toInstant(),
                until,
                Duration.between(now, until),
                key.text(),
                certificate.getSigAlgName(),
                purposes(certificate),
                certificate.getSerialNumber().toString(16),
                HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha256(encoding(certificate))),
                Base64.getEncoder()
                        .encodeToString(sha256(certificate.getPublicKey().getEncoded())),
                certificate.getBasicConstraints() >= 0,
                selfSigned,
                problems(certificate, key, selfSigned, now));
    }

    static String subject(X509Certificate certificate) {
        return Printable.of(certificate.getSubjectX500Principal().getName());
    }

    /**
     * Says whether the names agree and the issuer's key made the signature; where this JDK does not know the kind of key,
     * the names have to do.
     */
    static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        PublicKey key = issuer.getPublicKey();
        if (KeyDescription.of(key.getEncoded(), key.getAlgorithm()).onAnOddCurve()) {
            return true;
        }
        try {
            certificate.verify(key);
            return true;
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            return true;
        }
    }

    /** Returns the place of the certificate in a chain, as in "root authority" or "leaf, self-signed". */
    public String kind() {
        if (authority) {
            return selfSigned ? "root authority" : "intermediate authority";
        }
        return selfSigned ? "leaf, self-signed" : "leaf";
    }

    /** Returns the summary without its problems: a line for each property, indented by two. */
    public String text() {
        String validity = from + " to " + until + ", " + Days.left(left);
        String[][] rows = {
            {"subject", subject.isEmpty() ? "(none)" : subject},
            {"names", names.isEmpty() ? "(none)" : String.join(", ", names)},
            {"issuer", selfSigned ? "itself" : issuer},
            {"valid", validity},
            {"key", key},
            {"signature", signature},
            {"purposes", purposes.isEmpty() ? "(any)" : String.join(", ", purposes)},
            {"serial", serial},
            {"SHA-256", fingerprint},
            {"SPKI pin", pin},
        };
        return Arrays.stream(rows)
                .map(row -> "  " + row[0] + " ".repeat(COLUMN - row[0].length()) + row[1] + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> problems(
            X509Certificate certificate, KeyDescription key, boolean selfSigned, Instant now) {
        List<String> problems = new ArrayList<>();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        boolean leaf = certificate.getBasicConstraints() < 0;
        if (now.isBefore(from)) {
            problems.add("is not valid before " + from);
        } else if (now.isAfter(until)) {
            problems.add("expired on " + Days.of(until));
        } else if (now.plus(DevelopmentCerts.RENEWED_BEFORE).isAfter(until)) {
            problems.add("expires soon: " + Days.left(Duration.between(now, until)));
        }
        key.weakness().ifPresent(problems::add);
        // Nobody checks the signature of a root on itself.
        if (!(selfSigned && !leaf)) {
            weakHash(certificate.getSigAlgName()).ifPresent(problems::add);
        }
        if (leaf && ListedName.of(certificate).isEmpty() && isForServers(certificate)) {
            problems.add("lists no names: clients look at nothing else, and never at the common name (RFC 9525)");
        }
        return problems;
    }

    private static boolean isForServers(X509Certificate certificate) {
        List<String> purposes = purposes(certificate);
        return purposes.isEmpty() || purposes.contains(Purpose.SERVER.word());
    }

    private static Optional<String> weakHash(String signature) {
        String upper = signature.toUpperCase(Locale.ROOT);
        for (String hash : List.of("SHA1", "MD5", "MD2")) {
            if (upper.startsWith(hash)) {
                return Optional.of("is signed over " + hash.replace("SHA1", "SHA-1") + ", which can be forged");
            }
        }
        return Optional.empty();
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> oids = certificate.getExtendedKeyUsage();
            return oids == null
                    ? List.of()
                    : oids.stream().map(Purpose::describe).toList();
        } catch (CertificateParsingException e) {
            return List.of("unreadable");
        }
    }

    private static byte[] encoding(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("this certificate has no encoding", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * A public key in words, read from its encoding, so that keys of kinds and curves that the JDK lacks are described too.
     *
     * @param text such as {@code ECDSA P-256} or {@code RSA 2048 bits}
     * @param weakness why it should not be relied on, as the end of a sentence; empty if nothing is known against it
     */
    private record KeyDescription(String text, Optional<String> weakness) {
        private static final String ODD_CURVE = "ECDSA on ";

        /** What the CA/Browser Forum asks for, section 6.1.5, and OpenSSL and GnuTLS at their default levels. */
        private static final int LEAST_RSA_BITS = 2048;

        private static final Map<ASN1ObjectIdentifier, String> GOOD_CURVES = Map.of(
                SECObjectIdentifiers.secp256r1, "P-256",
                SECObjectIdentifiers.secp384r1, "P-384",
                SECObjectIdentifiers.secp521r1, "P-521");

        private static final Map<ASN1ObjectIdentifier, String> EDWARDS =
                Map.of(EdECObjectIdentifiers.id_Ed25519, "Ed25519", EdECObjectIdentifiers.id_Ed448, "Ed448");

        /**
         * Describes a key.
         *
         * @param encoded its SubjectPublicKeyInfo
         * @param fallback the name of its algorithm, for kinds that are not known here
         */
        static KeyDescription of(byte[] encoded, String fallback) {
            try {
                SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(encoded);
                ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
                if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
                        || algorithm.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                    return rsa(RSAPublicKey.getInstance(key.parsePublicKey())
                            .getModulus()
                            .bitLength());
                }
                if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                    return curve(key.getAlgorithm().getParameters());
                }
                return new KeyDescription(EDWARDS.getOrDefault(algorithm, fallback), Optional.empty());
            } catch (IOException | IllegalArgumentException e) {
                return new KeyDescription(fallback, Optional.of("its key cannot be read"));
            }
        }

        /** Says whether the JDK would refuse to use it, without saying so in a way that differs from a wrong signature. */
        boolean onAnOddCurve() {
            return text.startsWith(ODD_CURVE);
        }

        private static KeyDescription rsa(int bits) {
            boolean weak = bits < LEAST_RSA_BITS;
            return new KeyDescription(
                    "RSA " + bits + " bits",
                    weak
                            ? Optional.of("its RSA key of " + bits + " bits is weak; at least " + LEAST_RSA_BITS
                                    + " are asked for")
                            : Optional.empty());
        }

        private static KeyDescription curve(ASN1Encodable parameters) {
            String name = parameters instanceof ASN1ObjectIdentifier oid ? GOOD_CURVES.get(oid) : null;
            if (name != null) {
                return new KeyDescription("ECDSA " + name, Optional.empty());
            }
            String curve =
                    parameters instanceof ASN1ObjectIdentifier oid ? "the curve " + oid.getId() : "a curve of its own";
            return new KeyDescription(
                    ODD_CURVE + curve,
                    Optional.of("its key is on " + curve + ", which few accept; P-256 and P-384 are known to all"));
        }
    }
}

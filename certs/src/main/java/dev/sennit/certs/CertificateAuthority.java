package dev.sennit.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * An authority that issues certificates, in memory: for tests, and behind {@link DevelopmentCerts} for development.
 *
 * <p>All of it is plain JCA: keys and signatures are made by the JDK's own providers, and what is issued works wherever
 * an {@link X509Certificate} and a {@link PrivateKey} do. An authority is immutable and safe from any thread. Making
 * keys takes time (RSA up to a second): not on an event loop.
 *
 * <pre>{@code
 * CertificateAuthority authority = CertificateAuthority.create();
 * IssuedCertificate server = authority.issue("localhost", "127.0.0.1");
 * IssuedCertificate broken = authority.issue(CertificateSpec.server("localhost").expired());
 * }</pre>
 */
public final class CertificateAuthority {
    private final List<X509Certificate> path;
    private final PrivateKey key;
    private final Clock clock;

    private CertificateAuthority(List<X509Certificate> path, PrivateKey key, Clock clock) {
        this.path = List.copyOf(path);
        this.key = key;
        this.clock = clock;
    }

    /** Makes a root that is valid for ten years from now. */
    public static CertificateAuthority create() {
        return create(Clock.systemUTC());
    }

    /** Makes a root that is valid for ten years from the clock's now. */
    public static CertificateAuthority create(Clock clock) {
        return create(CertificateSpec.authority("Sennit test CA"), clock);
    }

    /**
     * Makes a root.
     *
     * @param spec begun with {@link CertificateSpec#authority}
     * @param clock the time of its making, and of all that it will issue
     */
    public static CertificateAuthority create(CertificateSpec spec, Clock clock) {
        requireAuthority(spec);
        IssuedCertificate root = selfSigned(spec, clock);
        return new CertificateAuthority(root.chain(), root.key(), clock);
    }

    /**
     * Takes up an authority that was made before.
     *
     * @param path its certificate first, then those of the authorities above it up to the root
     * @param key the private key of the first certificate
     * @throws IllegalArgumentException if the path is empty
     */
    public static CertificateAuthority of(List<X509Certificate> path, PrivateKey key, Clock clock) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("an authority has a certificate, but the path is empty");
        }
        return new CertificateAuthority(path, Objects.requireNonNull(key), clock);
    }

    /** Makes a certificate that vouches for itself, of any kind. */
    public static IssuedCertificate selfSigned(CertificateSpec spec, Clock clock) {
        KeyPair pair = spec.key.newKeyPair();
        CertificateWriter writer = new CertificateWriter(spec, pair.getPublic());
        return new IssuedCertificate(
                List.of(writer.signedByItself(pair.getPrivate(), clock.instant())), pair.getPrivate());
    }

    /** Returns the certificate of this authority. */
    public X509Certificate certificate() {
        return path.get(0);
    }

    /** Returns the root above this authority, which others trust; of a root, its own certificate. */
    public X509Certificate root() {
        return path.get(path.size() - 1);
    }

    /** Returns the certificate of this authority, those of the authorities above it, and its key. */
    public IssuedCertificate identity() {
        return new IssuedCertificate(path, key);
    }

    /** Returns the same authority at another time: what it then issues is dated by that clock. */
    public CertificateAuthority at(Clock other) {
        return new CertificateAuthority(path, key, other);
    }

    /** Makes an authority under this one. */
    public CertificateAuthority intermediate(String commonName) {
        return intermediate(CertificateSpec.authority(commonName));
    }

    /**
     * Makes an authority under this one.
     *
     * @param spec begun with {@link CertificateSpec#authority}
     */
    public CertificateAuthority intermediate(CertificateSpec spec) {
        requireAuthority(spec);
        KeyPair pair = spec.key.newKeyPair();
        return new CertificateAuthority(under(path, sign(spec, pair)), pair.getPrivate(), clock);
    }

    /**
     * Issues a certificate for server and client, valid for 90 days.
     *
     * @param names at least one, as {@link SubjectName#of} reads it
     * @throws IllegalArgumentException if there is no name, or one that no certificate should hold
     */
    public IssuedCertificate issue(String... names) {
        return issue(CertificateSpec.leaf(names));
    }

    /**
     * Issues a certificate with a new key. Its chain has the certificate and those of the authorities below the root.
     *
     * @param spec not of an authority: those are made by {@link #intermediate(CertificateSpec)}
     */
    public IssuedCertificate issue(CertificateSpec spec) {
        if (spec.authority) {
            throw new IllegalArgumentException("'" + spec.commonName + "' shall be an authority: use intermediate()");
        }
        KeyPair pair = spec.key.newKeyPair();
        List<X509Certificate> authorities = path.subList(0, path.size() - 1);
        return new IssuedCertificate(under(authorities, sign(spec, pair)), pair.getPrivate());
    }

    /** Makes a list of revoked certificates (RFC 5280 section 5), valid for seven days; with none, an empty list. */
    public X509CRL crl(X509Certificate... revoked) {
        return new RevocationWriter(certificate(), key, clock.instant()).crl(List.of(revoked));
    }

    /**
     * Answers whether a certificate is revoked: an OCSP response in DER (RFC 6960), valid for seven days, signed by this
     * authority itself.
     */
    public byte[] ocspResponse(X509Certificate certificate, OcspStatus status) {
        return new RevocationWriter(certificate(), key, clock.instant()).ocspResponse(certificate, status);
    }

    private X509Certificate sign(CertificateSpec spec, KeyPair pair) {
        return new CertificateWriter(spec, pair.getPublic()).signedBy(certificate(), key, clock.instant());
    }

    private static List<X509Certificate> under(List<X509Certificate> authorities, X509Certificate certificate) {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate);
        chain.addAll(authorities);
        return chain;
    }

    private static void requireAuthority(CertificateSpec spec) {
        if (!spec.authority) {
            throw new IllegalArgumentException(
                    "'" + spec.commonName + "' shall be no authority: begin with CertificateSpec.authority()");
        }
    }

    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate().getSubjectX500Principal() + "]";
    }

    /** Writes what an authority says of revoked certificates. */
    private static final class RevocationWriter {
        private static final Duration VALID = Duration.ofDays(7);
        private static final Duration REVOKED_SINCE = Duration.ofHours(1);

        private final X509Certificate issuer;
        private final PrivateKey key;
        private final Instant now;

        RevocationWriter(X509Certificate issuer, PrivateKey key, Instant now) {
            this.issuer = issuer;
            this.key = key;
            this.now = now;
        }

        X509CRL crl(List<X509Certificate> revoked) {
            X509v2CRLBuilder builder =
                    new X509v2CRLBuilder(CertificateWriter.name(issuer.getSubjectX500Principal()), begin());
            builder.setNextUpdate(end());
            for (X509Certificate certificate : revoked) {
                builder.addCRLEntry(certificate.getSerialNumber(), revokedSince(), CRLReason.keyCompromise);
            }
            try {
                SubjectPublicKeyInfo issuerKey =
                        SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded());
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuerKey));
                // Later lists have higher numbers (RFC 5280 section 5.2.3): the time does that without a memory.
                builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.toEpochMilli())));
                byte[] der = builder.build(Signers.of(key, false)).getEncoded();
                return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(
                        "cannot write the revocation list of " + issuer.getSubjectX500Principal(), e);
            }
        }

        byte[] ocspResponse(X509Certificate certificate, OcspStatus status) {
            try {
                DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
                X509CertificateHolder holder = new X509CertificateHolder(issuer.getEncoded());
                CertificateID id =
                        new CertificateID(digests.get(CertificateID.HASH_SHA1), holder, certificate.getSerialNumber());
                BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
                builder.addResponse(id, answer(status), begin(), end());
                return new OCSPRespBuilder()
                        .build(
                                OCSPResponseStatus.SUCCESSFUL,
                                builder.build(Signers.of(key, false), new X509CertificateHolder[0], Date.from(now)))
                        .getEncoded();
            } catch (IOException | GeneralSecurityException | OCSPException | OperatorCreationException e) {
                throw new IllegalStateException(
                        "cannot answer for the certificate " + certificate.getSerialNumber(), e);
            }
        }

        private CertificateStatus answer(OcspStatus status) {
            return switch (status) {
                case GOOD -> CertificateStatus.GOOD;
                case REVOKED -> new RevokedStatus(revokedSince(), CRLReason.keyCompromise);
                case UNKNOWN -> new UnknownStatus();
            };
        }

        private Date begin() {
            return Date.from(now.minus(CertificateSpec.BACKDATED));
        }

        private Date end() {
            return Date.from(now.plus(VALID));
        }

        private Date revokedSince() {
            return Date.from(now.minus(REVOKED_SINCE));
        }
    }

    /** What an OCSP response says of a certificate (RFC 6960 section 2.2). */
    public enum OcspStatus {
        /** Not revoked. */
        GOOD,
        /** Revoked, an hour ago. */
        REVOKED,
        /** Not known to the responder. */
        UNKNOWN
    }
}

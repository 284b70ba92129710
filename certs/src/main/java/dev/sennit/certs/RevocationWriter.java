package dev.sennit.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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

/** Writes what an authority says of revoked certificates. */
final class RevocationWriter {
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
            throw new IllegalStateException("cannot answer for the certificate " + certificate.getSerialNumber(), e);
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

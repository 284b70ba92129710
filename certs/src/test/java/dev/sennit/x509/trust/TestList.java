package dev.sennit.x509.trust;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Writes revocation lists of any form, right and wrong. By itself a list is a day old, for a week, with a key identifier. */
final class TestList {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Date REVOKED_ON = Date.from(NOW.minus(Duration.ofHours(1)));
    /** No extension has this identifier. */
    static final String UNKNOWN = "1.3.6.1.4.1.55555.1";

    private final CertificateAuthority authority;
    private final List<Consumer<X509v2CRLBuilder>> parts = new ArrayList<>();
    private PrivateKey key;
    private String algorithm = "SHA256withECDSA";
    private Duration since = Duration.ofDays(-1);
    private Duration until = Duration.ofDays(6);
    private boolean withKeyIdentifier = true;

    private TestList(CertificateAuthority authority) {
        this.authority = authority;
        this.key = authority.identity().key();
    }

    static TestList of(CertificateAuthority authority) {
        return new TestList(authority);
    }

    /** An authority whose key usage permits certificates alone. */
    static CertificateAuthority withoutCrlSign() throws GeneralSecurityException {
        IssuedCertificate whole = CertificateAuthority.create(CLOCK).identity();
        X500Name name = new X500Name("CN=Mute");
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(NOW.minus(Duration.ofDays(1))),
                            Date.from(NOW.plus(Duration.ofDays(9))),
                            name,
                            whole.certificate().getPublicKey())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(whole.key()))
                    .getEncoded();
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return CertificateAuthority.of(List.of(certificate), whole.key(), CLOCK);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    TestList number(long number) {
        return with(Extension.cRLNumber, false, new ASN1Integer(number));
    }

    TestList days(int first, int last) {
        since = Duration.ofDays(first);
        until = Duration.ofDays(last);
        return this;
    }

    /** 0 for no reason. */
    TestList revoke(X509Certificate certificate, int reason) {
        parts.add(builder -> builder.addCRLEntry(certificate.getSerialNumber(), REVOKED_ON, reason));
        return this;
    }

    TestList revoke(X509Certificate certificate) {
        return revoke(certificate, 1);
    }

    /** An entry of another certificate, with an extension. */
    TestList entryWith(ASN1ObjectIdentifier oid, boolean critical) {
        parts.add(builder -> builder.addCRLEntry(BigInteger.TWO, REVOKED_ON, extensions(oid, critical)));
        return this;
    }

    private static Extensions extensions(ASN1ObjectIdentifier oid, boolean critical) {
        try {
            ExtensionsGenerator generator = new ExtensionsGenerator();
            generator.addExtension(oid, critical, DERNull.INSTANCE);
            return generator.generate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestList delta(long base) {
        return with(Extension.deltaCRLIndicator, true, new ASN1Integer(base));
    }

    TestList point(IssuingDistributionPoint point) {
        return with(Extension.issuingDistributionPoint, true, point);
    }

    TestList with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        parts.add(builder -> add(builder, oid, critical, value));
        return this;
    }

    TestList signedBy(PrivateKey other) {
        key = other;
        return this;
    }

    TestList signedWith(String other) {
        algorithm = other;
        return this;
    }

    TestList withoutKeyIdentifier() {
        withKeyIdentifier = false;
        return this;
    }

    byte[] der() {
        X509Certificate issuer = authority.certificate();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()), Date.from(NOW.plus(since)));
        builder.setNextUpdate(Date.from(NOW.plus(until)));
        if (withKeyIdentifier) {
            add(builder, Extension.authorityKeyIdentifier, false, keyIdentifier(issuer));
        }
        parts.forEach(part -> part.accept(builder));
        try {
            return builder.build(new JcaContentSignerBuilder(algorithm).build(key))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuthorityKeyIdentifier keyIdentifier(X509Certificate issuer) {
        try {
            return new JcaX509ExtensionUtils()
                    .createAuthorityKeyIdentifier(SubjectPublicKeyInfo.getInstance(
                            issuer.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(X509v2CRLBuilder builder, ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(oid, critical, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String pem() {
        return pem(der());
    }

    static String pem(byte[] der) {
        return "-----BEGIN X509 CRL-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END X509 CRL-----\n";
    }
}

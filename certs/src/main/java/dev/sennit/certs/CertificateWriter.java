package dev.sennit.certs;

import dev.sennit.certs.CertificateSpec.Period;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** Writes one certificate: the fields and extensions of RFC 5280 sections 4.1 and 4.2. */
final class CertificateWriter {
    /** The bits of a serial number: random, and positive in 16 octets (RFC 5280 section 4.1.2.2 allows 20). */
    static final int SERIAL_BITS = 127;

    /** The longest common name, in characters (RFC 5280 appendix A.1, ub-common-name). */
    private static final int LONGEST_COMMON_NAME = 64;

    /** The TLS feature extension and the feature that it asks for, status_request (RFC 7633). */
    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

    private static final int STATUS_REQUEST = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final CertificateSpec spec;
    private final PublicKey subjectKey;
    private final SubjectPublicKeyInfo subjectKeyInfo;
    private final X500Name subject;

    CertificateWriter(CertificateSpec spec, PublicKey subjectKey) {
        this.spec = spec;
        this.subjectKey = subjectKey;
        this.subjectKeyInfo = SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded());
        this.subject = subject(spec.commonName);
    }

    /** Signs it with its own key. */
    X509Certificate signedByItself(PrivateKey key, Instant now) {
        return write(subject, subjectKeyInfo, key, spec.validity.at(now));
    }

    /** Signs it as the issuer. */
    X509Certificate signedBy(X509Certificate issuer, PrivateKey issuerKey, Instant now) {
        Period period = spec.validity.at(now);
        Instant end = issuer.getNotAfter().toInstant();
        // What lasts from now on lasts no longer than its issuer; periods that were asked for are taken as they are.
        boolean clamped = spec.validity instanceof CertificateSpec.Lasting && end.isAfter(now);
        if (clamped && period.until().isAfter(end)) {
            period = new Period(period.from(), end);
        }
        SubjectPublicKeyInfo issuerKeyInfo =
                SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded());
        return write(name(issuer.getSubjectX500Principal()), issuerKeyInfo, issuerKey, period);
    }

    static X500Name name(X500Principal principal) {
        return X500Name.getInstance(principal.getEncoded());
    }

    static X500Name subject(String commonName) {
        boolean fits = !commonName.isEmpty() && commonName.length() <= LONGEST_COMMON_NAME;
        return fits
                ? new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, commonName)
                        .build()
                : new X500NameBuilder(BCStyle.INSTANCE).build();
    }

    private X509Certificate write(
            X500Name issuer, SubjectPublicKeyInfo issuerKeyInfo, PrivateKey issuerKey, Period period) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer, serial(), Date.from(period.from()), Date.from(period.until()), subject, subjectKeyInfo);
        try {
            addIdentifiers(builder, issuerKeyInfo);
            addUsages(builder);
            addNames(builder);
            addRevocation(builder);
            return read(builder.build(Signers.of(issuerKey, spec.sha1)));
        } catch (IOException | CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot write a certificate for '" + spec.commonName + "'", e);
        }
    }

    private static BigInteger serial() {
        BigInteger serial;
        do {
            serial = new BigInteger(SERIAL_BITS, RANDOM);
        } while (serial.signum() == 0);
        return serial;
    }

    private void addIdentifiers(X509v3CertificateBuilder builder, SubjectPublicKeyInfo issuerKeyInfo)
            throws IOException, NoSuchAlgorithmException {
        X509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subjectKeyInfo));
        AuthorityKeyIdentifier issuer = identifiers.createAuthorityKeyIdentifier(issuerKeyInfo);
        builder.addExtension(Extension.authorityKeyIdentifier, false, issuer);
    }

    private void addUsages(X509v3CertificateBuilder builder) throws IOException {
        boolean authority = spec.authority && !spec.withoutAuthorityBit;
        BasicConstraints constraints = authority && spec.pathLength.isPresent()
                ? new BasicConstraints(spec.pathLength.getAsInt())
                : new BasicConstraints(authority);
        builder.addExtension(Extension.basicConstraints, true, constraints);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage()));
        if (!spec.purposes.isEmpty()) {
            KeyPurposeId[] purposes = spec.purposes.stream().map(Purpose::id).toArray(KeyPurposeId[]::new);
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
    }

    private int keyUsage() {
        if (spec.authority) {
            return KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature;
        }
        boolean rsa = subjectKey.getAlgorithm().equals("RSA");
        return rsa ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment : KeyUsage.digitalSignature;
    }

    private void addNames(X509v3CertificateBuilder builder) throws IOException {
        if (!spec.listed().isEmpty()) {
            GeneralName[] names =
                    spec.listed().stream().map(CertificateWriter::encode).toArray(GeneralName[]::new);
            boolean onlyHere = subject.getRDNs().length == 0;
            builder.addExtension(Extension.subjectAlternativeName, onlyHere, new GeneralNames(names));
        }
        if (!spec.permitted.isEmpty() || !spec.excluded.isEmpty()) {
            builder.addExtension(
                    Extension.nameConstraints,
                    true,
                    new NameConstraints(subtrees(spec.permitted), subtrees(spec.excluded)));
        }
    }

    private static GeneralName encode(SubjectName name) {
        if (name instanceof SubjectName.Ip ip) {
            return new GeneralName(
                    GeneralName.iPAddress, new DEROctetString(ip.address().getAddress()));
        }
        if (name instanceof SubjectName.Email email) {
            return new GeneralName(GeneralName.rfc822Name, email.address());
        }
        if (name instanceof SubjectName.Uri uri) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, uri.uri());
        }
        return new GeneralName(GeneralName.dNSName, name.toString());
    }

    private static GeneralSubtree[] subtrees(List<SubjectName> names) {
        return names.stream().map(name -> new GeneralSubtree(constraint(name))).toArray(GeneralSubtree[]::new);
    }

    /** An address in a constraint is followed by its mask; here always the whole address. */
    private static GeneralName constraint(SubjectName name) {
        if (!(name instanceof SubjectName.Ip ip)) {
            return encode(name);
        }
        byte[] address = ip.address().getAddress();
        byte[] masked = Arrays.copyOf(address, 2 * address.length);
        Arrays.fill(masked, address.length, masked.length, (byte) 0xFF);
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(masked));
    }

    private void addRevocation(X509v3CertificateBuilder builder) throws IOException {
        if (spec.crl.isPresent()) {
            GeneralNames place = new GeneralNames(uri(spec.crl.get()));
            DistributionPoint point = new DistributionPoint(new DistributionPointName(place), null, null);
            builder.addExtension(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
        }
        if (spec.ocsp.isPresent()) {
            ASN1Encodable access = new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(spec.ocsp.get()));
            builder.addExtension(Extension.authorityInfoAccess, false, access);
        }
        if (spec.mustStaple) {
            builder.addExtension(TLS_FEATURE, false, new DERSequence(new ASN1Integer(STATUS_REQUEST)));
        }
    }

    private static GeneralName uri(URI address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address.toASCIIString());
    }

    private static X509Certificate read(X509CertificateHolder holder) throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    }
}

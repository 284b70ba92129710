package dev.sennit.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads certificates and keys from PEM files; what is between the blocks is passed over. */
final class PemReader {
    /** The largest file that is read, in bytes: a chain has a few thousand. */
    static final int LARGEST_FILE_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");

    private final Path file;
    private final byte[] content;
    private final String text;

    private PemReader(Path file, byte[] content) {
        this.file = file;
        this.content = content;
        this.text = new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Reads a file of at most {@link #LARGEST_FILE_BYTES}. */
    static PemReader of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a directory; name a file of certificates");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_FILE_BYTES + 1);
            if (content.length > LARGEST_FILE_BYTES) {
                throw new FileSystemException(
                        file.toString(), null, "is larger than " + LARGEST_FILE_BYTES + " bytes, which no chain is");
            }
            return new PemReader(file, content);
        } catch (AccessDeniedException e) {
            FileSystemException failure =
                    new FileSystemException(file.toString(), null, "cannot be read: permission denied");
            failure.initCause(e);
            throw failure;
        }
    }

    String text() {
        return text;
    }

    /** Returns all certificates, in the order of the file: of PEM blocks, or the one that the file is in DER. */
    List<X509Certificate> certificates() throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        if (!BEGIN.matcher(text).find() && content.length > 0 && content[0] == 0x30) {
            certificates.add(certificate(content));
        }
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (block.group(1).equals("CERTIFICATE") || block.group(1).equals("X509 CERTIFICATE")) {
                certificates.add(certificate(decode(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw wrong("has no certificate: " + whatItHas()
                    + "; expected a block that begins with '-----BEGIN CERTIFICATE-----'");
        }
        return certificates;
    }

    /** Returns the one private key: PKCS #8, not encrypted. */
    PrivateKey key() throws IOException {
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            String label = block.group(1);
            if (label.equals("PRIVATE KEY")) {
                return key(decode(block));
            }
            if (label.equals("ENCRYPTED PRIVATE KEY")) {
                throw wrong("the key is encrypted; expected one that is not");
            }
            if (label.endsWith("PRIVATE KEY")) {
                throw wrong("the key is in the old form '" + label
                        + "'; expected PKCS #8, as 'openssl pkcs8 -topk8 -nocrypt' writes it");
            }
        }
        throw wrong("has no private key: " + whatItHas()
                + "; expected a block that begins with '-----BEGIN PRIVATE KEY-----'");
    }

    private String whatItHas() {
        Matcher begin = BEGIN.matcher(text);
        if (!begin.find()) {
            return content.length == 0 ? "it is empty" : "it is not PEM";
        }
        String label = begin.group(1);
        return BLOCK.matcher(text).find() ? "it holds a " + label : "its " + label + " is cut short or damaged";
    }

    private X509Certificate certificate(byte[] der) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw wrong("has a certificate that cannot be read: it is damaged", e);
        }
    }

    private PrivateKey key(byte[] der) throws IOException {
        try {
            ASN1ObjectIdentifier oid =
                    PrivateKeyInfo.getInstance(der).getPrivateKeyAlgorithm().getAlgorithm();
            KeyFactory factory = KeyFactory.getInstance(algorithm(oid));
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(der));
            // Keys are compared by their encodings: with a public point or without one, it is the same key.
            return key instanceof ECPrivateKey onCurve
                    ? factory.generatePrivate(new ECPrivateKeySpec(onCurve.getS(), onCurve.getParams()))
                    : key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Nothing of the cause's message: it might show a piece of the key.
            throw wrong("has a private key that cannot be read: it is damaged", e);
        }
    }

    private String algorithm(ASN1ObjectIdentifier oid) throws IOException {
        if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw wrong("has a key of the kind " + oid + "; expected ECDSA, RSA or Ed25519");
    }

    private byte[] decode(Matcher block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw wrong("its " + block.group(1) + " is damaged", e);
        }
    }

    private FileSystemException wrong(String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }

    private FileSystemException wrong(String reason, Exception cause) {
        FileSystemException failure = wrong(reason);
        failure.initCause(cause);
        return failure;
    }
}

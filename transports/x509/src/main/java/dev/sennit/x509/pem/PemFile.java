package dev.sennit.x509.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and private keys of a file, in file order: a PEM file, with any text between them, or a PKCS#12 store
 * where {@link #readPemOrPkcs12} allows it. {@link RevocationFile} reads revocation lists, which may be larger and in DER.
 *
 * <p>In PEM, private keys are read as PKCS#8 (RFC 5958), PKCS#1 RSA (RFC 8017) and SEC 1 EC (RFC 5915), each plain or
 * encrypted: PKCS#8 by PBES2 (AES-CBC or 3DES with PBKDF2 or scrypt) or PBES1 of PKCS#12 (3DES or RC2), the others by the
 * old {@code DEK-Info} header (AES-CBC or 3DES). Certificates may also stand in a PKCS#7 bundle.
 *
 * <p>A PKCS#12 store (RFC 7292) may have one private key and any certificates. Its contents are encrypted as keys in PKCS#8
 * are, or not at all; its MAC uses SHA-1 or SHA-2, or is PBMAC1 (RFC 9579), or is absent. Secret keys and revocation lists
 * in it are left out.
 *
 * <p>Keys and certificates are those of the JDK's own providers. A file has at most {@value #MAX_BYTES} bytes and 1024
 * objects; the work that a password costs is bounded too. Immutable. Reading blocks, and so does opening an encrypted key:
 * not for a loop.
 */
public final class PemFile {
    /** The most bytes a file may have. */
    public static final int MAX_BYTES = 1 << 20;

    private final String name;
    private final List<PemBlock> blocks;

    private PemFile(String name, List<PemBlock> blocks) {
        this.name = name;
        this.blocks = blocks;
    }

    /**
     * Reads a PEM file.
     *
     * @throws PemException if it cannot be read, is too large, or is not PEM
     */
    public static PemFile read(Path path) {
        return of(path.toString(), content(path, MAX_BYTES));
    }

    /**
     * Reads a PEM file or a PKCS#12 store. The content decides which of them it is, and not the name.
     *
     * @param password of a PKCS#12 store, with which its key is opened at once; empty for a store without a password. Not
     *     kept, and not used for PEM
     * @throws PemException if the file cannot be read, is too large, or is neither; or if it is a PKCS#12 store and the
     *     password is wrong, it is damaged, or it has more than one private key
     */
    public static PemFile readPemOrPkcs12(Path path, char[] password) {
        String name = path.toString();
        byte[] content = content(path, MAX_BYTES);
        return DerKind.of(content) == DerKind.PKCS12
                ? new PemFile(name, Pkcs12Store.unpack(name, content, password))
                : of(name, content, "PEM or PKCS#12");
    }

    /**
     * Reads a PEM file, or a file with one certificate in DER. The content decides which of them it is, and not the name.
     *
     * @throws PemException if the file cannot be read, is too large, or is neither
     */
    public static PemFile readPemOrDer(Path path) {
        String name = path.toString();
        byte[] content = content(path, MAX_BYTES);
        return DerKind.of(content) == DerKind.CERTIFICATE
                ? new PemFile(name, List.of(PemBlock.ofDer(name, "CERTIFICATE", content)))
                : of(name, content);
    }

    /**
     * Reads PEM text that is in memory already.
     *
     * @param name the name for messages, in place of a file
     * @throws PemException if it is too large or not PEM
     */
    public static PemFile of(String name, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length > MAX_BYTES) {
            throw tooLarge(name, MAX_BYTES);
        }
        return of(name, content);
    }

    /** Returns the content; throws PemException if it cannot be read, or is over the limit. */
    static byte[] content(Path path, int maxBytes) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw tooLarge(path.toString(), maxBytes);
            }
            return content;
        } catch (IOException e) {
            throw PemException.unreadable(path, e);
        }
    }

    static PemFile of(String name, byte[] content) {
        return of(name, content, "PEM");
    }

    private static PemFile of(String name, byte[] content, String wanted) {
        List<PemBlock> blocks = PemBlock.Scanner.scan(name, content);
        if (blocks.isEmpty()) {
            throw new PemException(name, describeOther(content, wanted));
        }
        return new PemFile(name, blocks);
    }

    /**
     * Returns a sentence that names the format of a file without PEM objects, and a command that converts it.
     *
     * @param wanted the formats that are read: PEM, or PEM and PKCS#12
     */
    private static String describeOther(byte[] content, String wanted) {
        if (content.length == 0) {
            return "the file is empty";
        }
        String text = new String(content, 0, Math.min(content.length, 256), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00fe\u00ed\u00fe\u00ed") || text.startsWith("\u00ce\u00ce\u00ce\u00ce")) {
            return "a Java key store (JKS), and " + wanted + " is wanted; convert it with keytool -importkeystore"
                    + (wanted.endsWith("PKCS#12")
                            ? " -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12"
                            : " -deststoretype PKCS12, then openssl pkcs12");
        }
        if (text.startsWith("PuTTY-User-Key-File")) {
            return "a PuTTY key, and " + wanted + " is wanted";
        }
        DerKind kind = DerKind.of(content);
        return kind == DerKind.NOT_DER
                ? "no PEM object in it; wanted a line like -----BEGIN CERTIFICATE-----"
                : kind.whereIsWanted(wanted);
    }

    private static PemException tooLarge(String name, int maxBytes) {
        return new PemException(name, "over the limit of " + maxBytes + " bytes");
    }

    /** Returns the file as the user wrote it. */
    public String name() {
        return name;
    }

    /** Returns whether the file has a certificate. */
    public boolean hasCertificates() {
        return blocks.stream().anyMatch(block -> block.isCertificate() || block.isBundle());
    }

    /** Returns whether the file has a private key, of any kind, encrypted or not. */
    public boolean hasPrivateKey() {
        return blocks.stream().anyMatch(PemBlock::isPrivateKey);
    }

    /**
     * Returns all certificates in file order, at least one.
     *
     * @throws PemException if there is none or one is damaged
     */
    public List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (PemBlock block : wanted(block -> block.isCertificate() || block.isBundle(), "a certificate")) {
            try {
                found.addAll(certificatesIn(block));
            } catch (GeneralSecurityException e) {
                throw block.failure("a damaged certificate: " + block.damage(), e);
            }
            if (found.size() > PemBlock.Scanner.MAX_OBJECTS) {
                throw block.failure("more than " + PemBlock.Scanner.MAX_OBJECTS + " certificates");
            }
        }
        return List.copyOf(found);
    }

    private static List<X509Certificate> certificatesIn(PemBlock block) throws CertificateException {
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        ByteArrayInputStream der = new ByteArrayInputStream(block.der());
        if (block.isCertificate()) {
            // A TRUSTED CERTIFICATE is followed by what OpenSSL knows about it; that stays unread.
            return List.of((X509Certificate) x509.generateCertificate(der));
        }
        return x509.generateCertificates(der).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /**
     * Returns the one private key that is not encrypted.
     *
     * @throws PemException if there is none or more than one, or if it is encrypted, damaged or of no use in TLS
     */
    public PrivateKey privateKey() {
        return key(null);
    }

    /**
     * Returns the one private key; the password is ignored if the key is not encrypted.
     *
     * @param password taken as UTF-8 by the key formats; not kept
     * @throws PemException if there is none or more than one, or if the password is wrong, or the key is damaged or of
     *     no use in TLS
     */
    public PrivateKey privateKey(char[] password) {
        return key(password);
    }

    private PrivateKey key(char @Nullable [] password) {
        List<PemBlock> keys = wanted(PemBlock::isPrivateKey, "a private key");
        if (keys.size() > 1) {
            throw keys.get(1)
                    .failure("a second private key where one is wanted; the first is at line "
                            + keys.get(0).line());
        }
        PemBlock key = keys.get(0);
        int index = blocks.indexOf(key);
        PemBlock before = index > 0 ? blocks.get(index - 1) : key;
        byte @Nullable [] curve = before.label().equals("EC PARAMETERS") ? before.der() : null;
        return new KeyReader(key, curve).read(password);
    }

    /**
     * Returns all certificate revocation lists in file order, at least one.
     *
     * @throws PemException if there is none
     */
    List<EncodedRevocationList> encodedRevocationLists() {
        return wanted(PemBlock::isRevocationList, "a revocation list").stream()
                .map(EncodedRevocationList::new)
                .toList();
    }

    private List<PemBlock> wanted(Predicate<PemBlock> kind, String noun) {
        List<PemBlock> found = blocks.stream().filter(kind).toList();
        if (found.isEmpty()) {
            throw blocks.get(0).failure("found " + contents() + " where " + noun + " is wanted");
        }
        return found;
    }

    private String contents() {
        return blocks.stream().map(PemBlock::noun).distinct().limit(4).collect(Collectors.joining(" and "));
    }

    /** Returns the name and the kinds of the objects, and nothing of their content. */
    @Override
    public String toString() {
        return name + " (" + contents() + ")";
    }
}

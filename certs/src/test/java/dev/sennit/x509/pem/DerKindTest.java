package dev.sennit.x509.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The advice for files in binary form. The commands were run as they stand here, with OpenSSL 3.0. */
class DerKindTest {
    private static final CertificateAuthority ROOT = CertificateAuthority.create();
    private static final IssuedCertificate LEAF = ROOT.issue("host.example");

    private final Path folder;

    DerKindTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate | a certificate in binary form (DER) | openssl x509 -inform DER -in FILE -out NEW.pem",
                "list        | a revocation list in binary form (DER) | openssl crl -inform DER -in FILE -out NEW.pem",
                "old list    | a revocation list in binary form (DER) | openssl crl -inform DER -in FILE -out NEW.pem",
                "key         | a private key in binary form (DER) | openssl pkey -inform DER -in FILE -out NEW.pem",
                "locked key  | an encrypted private key in binary form (DER) | openssl pkcs8 -inform DER -in FILE -topk8 -out NEW.pem",
                "bundle      | a PKCS#7 bundle in binary form (DER) | openssl pkcs7 -inform DER -print_certs -in FILE -out NEW.pem",
                "public key  | a public key in binary form (DER) |",
                "request     | a certificate request in binary form (DER) |",
                "other       | binary (DER) of an unknown kind |",
            })
    void saysWhatABinaryFileIs(String name, String found, String command) throws Exception {
        Path file = Files.write(folder.resolve("file"), content(name));
        String advice = command == null ? "" : "; convert it with " + command;

        PemException noCertificate =
                assertThrows(PemException.class, () -> PemFile.read(file).certificates());
        assertEquals(file + ": " + found + ", and PEM is wanted" + advice, noCertificate.getMessage());

        if (!name.endsWith("list")) {
            PemException noList = assertThrows(PemException.class, () -> RevocationFile.read(file, 1 << 20));
            assertEquals(file + ": " + found + ", and a revocation list is wanted", noList.getMessage());
        }
    }

    private static byte[] content(String name) throws GeneralSecurityException, IOException, OperatorCreationException {
        return switch (name) {
            case "certificate" -> LEAF.certificate().getEncoded();
            case "list" -> ROOT.crl(LEAF.certificate()).getEncoded();
            case "old list" -> withoutVersion(ROOT.crl().getTBSCertList());
            case "key" -> LEAF.key().getEncoded();
            case "locked key" -> lockedKey();
            case "bundle" ->
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(LEAF.chain())
                        .getEncoded("PKCS7");
            case "public key" -> LEAF.certificate().getPublicKey().getEncoded();
            case "request" ->
                new JcaPKCS10CertificationRequestBuilder(
                                new X500Name("CN=x"), LEAF.certificate().getPublicKey())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(LEAF.key()))
                        .getEncoded();
            default -> new byte[] {0x30, 3, 1, 1, 0};
        };
    }

    /** Another password-based scheme has the same outer form. */
    private static byte[] lockedKey() {
        return PemFileTest.der("enc-pbes2-aes256-hmacwithsha256");
    }

    /** The beginning of a list of version 1, which has no number there, and is cut short. */
    private static byte[] withoutVersion(byte[] signed) {
        byte[] fields = Arrays.copyOfRange(signed, signed[1] < 0 ? 6 : 5, signed.length);
        byte[] list = new byte[fields.length + 8];
        System.arraycopy(new byte[] {0x30, (byte) 0x82, 1, 0, 0x30, (byte) 0x82, 0, (byte) 0xf0}, 0, list, 0, 8);
        System.arraycopy(fields, 0, list, 8, fields.length);
        return list;
    }

    @Test
    void readsListsInPemBetweenOtherObjects() {
        String text = PemFileTest.text("leaf.pem") + PemFileTest.text("revocations.pem");
        List<EncodedRevocationList> lists = RevocationFile.of("all.pem", text.getBytes(StandardCharsets.UTF_8));
        assertEquals(1, lists.size());
        long line = PemFileTest.text("leaf.pem").lines().count() + 1;
        assertEquals("all.pem:" + line, lists.get(0).place());
    }

    @Test
    void wantsAListInPem() {
        PemFileTest.assertFailure(
                "leaf.pem:1: found a certificate where a revocation list is wanted",
                () -> RevocationFile.read(PemFileTest.path("leaf.pem"), 1 << 20));
    }
}

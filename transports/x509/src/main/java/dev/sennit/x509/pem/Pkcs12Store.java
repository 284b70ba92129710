package dev.sennit.x509.pem;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a PKCS#12 store (RFC 7292): its certificates and its one private key become blocks as if they stood in a PEM file.
 * Other objects, such as secret keys and revocation lists, are left out.
 *
 * <p>The MAC is checked if there is one; it is optional, and a PEM file has none either. A store without a password is one
 * whose password is empty, or in which nothing is encrypted and no MAC is there.
 *
 * <p>bcpkix reads the store, and not the JDK's {@link java.security.KeyStore}, for what the latter does with stores that
 * OpenSSL writes (JDK 17 and 25): it leaves out a key that is not encrypted, and every certificate that is neither of the
 * key's chain nor marked as trusted, without a word; it reads neither PBMAC1 (RFC 9579; JDK 26 does) nor scrypt, and in
 * JDK 17 no password beyond ASCII; without a password it shows a key without its certificates. It has its own limits, and
 * does not show the counts of iterations before it works them off.
 */
final class Pkcs12Store {
    private static final int MAX_NAMES = 4;
    private static final String SUBJECT = "the PKCS#12 store";
    private static final String ENCRYPTION_WANTED = "PBES2 with AES, as openssl pkcs12 -export and keytool make it";

    private final PemBlock store;
    private final char[] password;
    private final DecryptionCost cost;
    private final List<PemBlock> blocks = new ArrayList<>();
    private final List<PKCS12SafeBag> keys = new ArrayList<>();
    private boolean macIsValid;

    private Pkcs12Store(PemBlock store, char[] password) {
        this.store = store;
        this.password = password;
        this.cost = new DecryptionCost(store, SUBJECT, ENCRYPTION_WANTED);
    }

    /**
     * Returns the objects of a store: certificates in the order of the store, and the private key last, decrypted.
     *
     * @param file the name of the file, for messages
     * @param password empty for none
     * @throws PemException if the password is wrong, the store is damaged, or has several private keys, or neither a key nor
     *     a certificate
     */
    static List<PemBlock> unpack(String file, byte[] content, char[] password) {
        PemBlock store = PemBlock.ofDer(file, "PKCS12", content);
        try {
            return new Pkcs12Store(store, password).unpack();
        } catch (PemException named) {
            throw named;
        } catch (IOException | RuntimeException e) {
            String otherwise = "it is not of the form of RFC 7292";
            throw store.failure("a damaged PKCS#12 store: " + PemBlock.damage(content, otherwise), e);
        }
    }

    private List<PemBlock> unpack() throws IOException {
        PKCS12PfxPdu pdu = new PKCS12PfxPdu(store.der());
        requirePassword(pdu.toASN1Structure().getAuthSafe().getContentType());
        ContentInfo[] parts = pdu.getContentInfos();
        judge(pdu.toASN1Structure().getMacData(), parts);
        checkMac(pdu);
        for (ContentInfo part : parts) {
            for (PKCS12SafeBag bag : bags(part)) {
                take(bag);
            }
        }
        if (keys.size() > 1) {
            throw severalKeys();
        }
        for (PKCS12SafeBag key : keys) {
            add("PRIVATE KEY", key(key).getEncoded());
        }
        if (blocks.isEmpty()) {
            throw store.failure("neither a private key nor a certificate is in this PKCS#12 store");
        }
        return List.copyOf(blocks);
    }

    private void requirePassword(ASN1ObjectIdentifier type) {
        if (!type.equals(PKCSObjectIdentifiers.data)) {
            throw store.failure(
                    "the PKCS#12 store is signed with a key, which is not read here; wanted one with a password,"
                            + " as openssl pkcs12 -export makes it");
        }
    }

    /** Judges all algorithms that show before anything is decrypted, so that no work is done in vain. */
    private void judge(@Nullable MacData mac, ContentInfo[] parts) {
        if (mac != null) {
            cost.add(mac);
        }
        for (ContentInfo part : parts) {
            if (isEncrypted(part)) {
                cost.add(EncryptedData.getInstance(part.getContent()).getEncryptionAlgorithm());
            }
        }
    }

    private boolean isEncrypted(ContentInfo part) {
        ASN1ObjectIdentifier type = part.getContentType();
        if (!type.equals(PKCSObjectIdentifiers.data) && !type.equals(PKCSObjectIdentifiers.encryptedData)) {
            throw store.failure("the PKCS#12 store is encrypted for a key, which is not read here; wanted one with a"
                    + " password, as openssl pkcs12 -export makes it");
        }
        return type.equals(PKCSObjectIdentifiers.encryptedData);
    }

    private void checkMac(PKCS12PfxPdu pdu) {
        MacData mac = pdu.toASN1Structure().getMacData();
        if (mac == null) {
            return;
        }
        boolean pbmac1 = mac.getMac().getAlgorithmId().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1);
        // JcePKCS12MacCalculatorBuilderProvider finds no MAC with SHA-384 or SHA-512 in BouncyCastle's provider (1.87).
        PKCS12MacCalculatorBuilderProvider calculators = pbmac1
                ? new BcPKCS12PBMac1CalculatorBuilderProvider()
                : new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE);
        try {
            if (!pdu.isMacValid(calculators, Decryption.notEmpty(password))) {
                throw wrongPassword(null);
            }
            macIsValid = true;
        } catch (PKCSException | IllegalStateException e) {
            throw store.failure(
                    "the MAC of the PKCS#12 store is of a kind that is not read here ("
                            + mac.getMac().getAlgorithmId().getAlgorithm()
                            + "); wanted SHA-256, as openssl pkcs12 -export -macalg sha256 makes it",
                    e);
        }
    }

    private PKCS12SafeBag[] bags(ContentInfo part) {
        try {
            return isEncrypted(part)
                    ? new PKCS12SafeBagFactory(part, Decryption.byPassword(password)).getSafeBags()
                    : new PKCS12SafeBagFactory(part).getSafeBags();
        } catch (PKCSException e) {
            throw wrongPassword(e);
        }
    }

    private void take(PKCS12SafeBag bag) throws IOException {
        ASN1ObjectIdentifier type = bag.getType();
        if (type.equals(PKCSObjectIdentifiers.keyBag) || type.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
            keys.add(bag);
        } else if (bag.getBagValue() instanceof X509CertificateHolder certificate) {
            add("CERTIFICATE", certificate.getEncoded());
        }
    }

    private void add(String label, byte[] der) {
        blocks.add(PemBlock.ofDer(store.file(), label, der));
    }

    private PrivateKeyInfo key(PKCS12SafeBag bag) {
        if (!(bag.getBagValue() instanceof PKCS8EncryptedPrivateKeyInfo encrypted)) {
            return (PrivateKeyInfo) bag.getBagValue();
        }
        EncryptedPrivateKeyInfo key = encrypted.toASN1Structure();
        cost.add(key.getEncryptionAlgorithm());
        try {
            return Decryption.pkcs8(key, password);
        } catch (GeneralSecurityException e) {
            throw macIsValid
                    ? store.failure(
                            "the private key has another password than its PKCS#12 store, or is damaged; wanted the same"
                                    + " password for both, as keytool and openssl pkcs12 -export make it",
                            e)
                    : wrongPassword(e);
        }
    }

    private PemException severalKeys() {
        String names = keys.stream().limit(MAX_NAMES).map(Pkcs12Store::name).collect(Collectors.joining(", "));
        return store.failure("the PKCS#12 store has " + keys.size() + " private keys (" + names
                + (keys.size() > MAX_NAMES ? ", ..." : "")
                + ") where one is wanted; copy one into a store of its own with"
                + " keytool -importkeystore -srckeystore FILE -srcalias NAME -destkeystore NEW.p12");
    }

    /** Returns the name of a key that people see (its alias), without what could disturb a log. */
    private static String name(PKCS12SafeBag bag) {
        for (Attribute attribute : Objects.requireNonNullElse(bag.getAttributes(), new Attribute[0])) {
            if (attribute.getAttrType().equals(PKCS12SafeBag.friendlyNameAttribute)) {
                String text = ASN1BMPString.getInstance(attribute.getAttributeValues()[0])
                        .getString();
                return "'" + text.replaceAll("\\P{Print}", "?") + "'";
            }
        }
        return "without a name";
    }

    private PemException wrongPassword(@Nullable Throwable cause) {
        return store.failure(
                password.length == 0
                        ? "the PKCS#12 store has a password, and none (keyPassword) is given"
                        : "wrong password, or a damaged PKCS#12 store",
                cause);
    }
}

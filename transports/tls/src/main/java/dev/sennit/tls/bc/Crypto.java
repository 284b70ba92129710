package dev.sennit.tls.bc;

import dev.sennit.tls.bc.RecordCipher.Algorithm;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle's curves and signatures, with the platform's hashes and record protection by its ciphers. One for each connection,
 * whose latest keys it remembers; it costs next to nothing.
 */
final class Crypto extends BcTlsCrypto {
    private static final Optional<PlatformDigest> SHA_256 = PlatformDigest.of("SHA-256", 64);
    private static final Optional<PlatformDigest> SHA_384 = PlatformDigest.of("SHA-384", 128);

    private final @Nullable KeyLog keyLog;
    private final EarlyData earlyData = new EarlyData();
    private @Nullable RecordProtection first;
    private @Nullable RecordProtection latest;
    private int latestGroup = -1;
    private int agreedGroup = -1;

    Crypto(SecureRandom random, @Nullable KeyLog keyLog) {
        super(random);
        this.keyLog = keyLog;
    }

    /** What the client sends before it knows that a server takes no early data. */
    EarlyData earlyData() {
        return earlyData;
    }

    /** The keys that were agreed on first, in TLS 1.3 those of the handshake, or null before there are any. */
    @Nullable
    RecordProtection first() {
        return first;
    }

    /** The keys that were agreed on last, or null before there are any. */
    @Nullable
    RecordProtection latest() {
        return latest;
    }

    /** The group that a key was last made in or wanted for, by its number; in TLS 1.2 that is the one agreed on. */
    int latestGroup() {
        return latestGroup;
    }

    /** Decodes a certificate of the peer; whatever the decoder throws is the certificate's fault. */
    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        try {
            return type == CertificateType.X509
                    ? new PeerCertificate(this, encoding)
                    : super.createCertificate(type, encoding);
        } catch (TlsFatalAlert known) {
            throw known;
        } catch (IOException | RuntimeException undecodable) {
            throw BouncyInspector.undecodable(undecodable);
        }
    }

    /** Notes the group of TLS 1.3 that is agreed on. */
    void agreeOnGroup(int group) {
        agreedGroup = group;
    }

    /** The group of TLS 1.3 that is agreed on, or this one if none has been noted. */
    int agreedGroupOr(int other) {
        return agreedGroup < 0 ? other : agreedGroup;
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig config) {
        latestGroup = config.getNamedGroup();
        return super.createECDomain(config);
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters parameters, int encryption, int mac) throws IOException {
        Algorithm algorithm =
                switch (encryption) {
                    case EncryptionAlgorithm.AES_128_GCM -> Algorithm.AES_128_GCM;
                    case EncryptionAlgorithm.AES_256_GCM -> Algorithm.AES_256_GCM;
                    case EncryptionAlgorithm.CHACHA20_POLY1305 -> Algorithm.CHACHA20_POLY1305;
                    default -> null;
                };
        if (algorithm == null) {
            // The null cipher of the first records; no other suite is ever offered.
            return super.createCipher(parameters, encryption, mac);
        }
        RecordProtection made = new RecordProtection(parameters, algorithm);
        first = first == null ? made : first;
        latest = made;
        if (keyLog != null) {
            keyLog.record(parameters.getSecurityParametersHandshake());
        }
        return made;
    }

    @Override
    public Digest createDigest(int algorithm) {
        Optional<PlatformDigest> prototype =
                switch (algorithm) {
                    case CryptoHashAlgorithm.sha256 -> SHA_256;
                    case CryptoHashAlgorithm.sha384 -> SHA_384;
                    default -> Optional.empty();
                };
        return prototype.isPresent() ? prototype.get().copy() : super.createDigest(algorithm);
    }

    @Override
    public Digest cloneDigest(int algorithm, Digest digest) {
        return digest instanceof PlatformDigest platform ? platform.copy() : super.cloneDigest(algorithm, digest);
    }
}

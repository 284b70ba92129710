package dev.sennit.transport.tls.bc;

import dev.sennit.transport.tls.bc.RecordCipher.Algorithm;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle's curves, hashes and signatures, with record protection by the platform's ciphers. One for each connection,
 * whose latest keys it remembers; it costs next to nothing.
 */
final class Crypto extends BcTlsCrypto {
    private final @Nullable KeyLog keyLog;
    private @Nullable RecordProtection latest;

    Crypto(SecureRandom random, @Nullable KeyLog keyLog) {
        super(random);
        this.keyLog = keyLog;
    }

    /** The keys that were agreed on last, or null before there are any. */
    @Nullable
    RecordProtection latest() {
        return latest;
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
        latest = made;
        if (keyLog != null) {
            keyLog.record(parameters.getSecurityParametersHandshake());
        }
        return made;
    }
}

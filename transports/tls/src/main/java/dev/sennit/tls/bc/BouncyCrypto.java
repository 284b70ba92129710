package dev.sennit.tls.bc;

import dev.sennit.tls.bc.RecordCipher.Algorithm;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.engine.RecordAssembler;
import dev.sennit.tls.engine.Scratch;
import java.io.IOException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * BouncyCastle's curves and signatures, with the platform's hashes and ciphers. Each connection has one, which remembers the latest
 * keys.
 */
final class BouncyCrypto extends BcTlsCrypto {
    private static final Optional<PlatformDigest> SHA_256 = PlatformDigest.of("SHA-256", 64);
    private static final Optional<PlatformDigest> SHA_384 = PlatformDigest.of("SHA-384", 128);

    private final @Nullable KeyLog keyLog;
    private final EarlyData earlyData = new EarlyData();
    private @Nullable RecordProtection first;
    private @Nullable RecordProtection latest;
    private int latestGroup = -1;
    private int agreedGroup = -1;

    BouncyCrypto(SecureRandom random, @Nullable KeyLog keyLog) {
        super(random);
        this.keyLog = keyLog;
    }

    /** Returns the filter of early data, which a client may send before it knows that the server skips it. */
    EarlyData earlyData() {
        return earlyData;
    }

    /** Returns the first keys of the connection, in TLS 1.3 those of the handshake; null before there are any. */
    @Nullable
    RecordProtection first() {
        return first;
    }

    /** Returns the latest keys of the connection; null before there are any. */
    @Nullable
    RecordProtection latest() {
        return latest;
    }

    /** Returns the number of the group for which a key was last made or asked for; in TLS 1.2 it is the negotiated group. */
    int latestGroup() {
        return latestGroup;
    }

    /** Decodes a certificate of the peer; every exception of the decoder is the certificate's fault. */
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

    /** Notes the negotiated group of TLS 1.3. */
    void agreeOnGroup(int group) {
        agreedGroup = group;
    }

    /** Returns the negotiated group of TLS 1.3, or the other group if none has been noted. */
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
            keyLog.record(this, parameters.getSecurityParametersHandshake());
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

    /**
     * A certificate that a peer shows. Its key verifies a handshake of TLS 1.3 by the schemes for that purpose only (RFC 8446,
     * section 4.2.3): BouncyCastle takes every scheme that is offered, and offered are those of certificates and of TLS 1.2 too.
     */
    private static final class PeerCertificate extends BcTlsCertificate {
        PeerCertificate(BcTlsCrypto crypto, byte[] encoding) throws IOException {
            super(crypto, encoding);
        }

        /** TLS 1.3 alone asks for this one; TLS 1.2 does for Ed25519 and Ed448, whose schemes are the same in both. */
        @Override
        public Tls13Verifier createVerifier(int scheme) throws IOException {
            if (!SignatureSchemes.isForHandshake(scheme, getSubjectPublicKeyInfo())) {
                throw new TlsFatalAlert(
                        Alerts.ILLEGAL_PARAMETER,
                        "the peer signed the handshake with " + SignatureScheme.getText(scheme)
                                + ", which its key may not be used with in TLS 1.3 (RFC 8446, section 4.2.3)");
            }
            return super.createVerifier(scheme);
        }
    }

    /** A hash by the platform, which uses the processor's own instructions for it, behind BouncyCastle's interface. */
    private static final class PlatformDigest implements ExtendedDigest {
        private final MessageDigest digest;
        private final int blockBytes;

        private PlatformDigest(MessageDigest digest, int blockBytes) {
            this.digest = digest;
            this.blockBytes = blockBytes;
        }

        /**
         * Makes one to copy all others of, or none where the platform has none that can be copied.
         *
         * @param blockBytes of the hash function, as HMAC needs to know (RFC 2104, section 2)
         */
        static Optional<PlatformDigest> of(String algorithm, int blockBytes) {
            try {
                PlatformDigest made = new PlatformDigest(MessageDigest.getInstance(algorithm), blockBytes);
                made.copy();
                return Optional.of(made);
            } catch (NoSuchAlgorithmException | IllegalStateException lacking) {
                return Optional.empty();
            }
        }

        /** One that has taken in the same so far. From any thread, if nothing is taken in meanwhile. */
        PlatformDigest copy() {
            try {
                return new PlatformDigest((MessageDigest) digest.clone(), blockBytes);
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String getAlgorithmName() {
            return digest.getAlgorithm();
        }

        @Override
        public int getDigestSize() {
            return digest.getDigestLength();
        }

        @Override
        public int getByteLength() {
            return blockBytes;
        }

        @Override
        public void update(byte value) {
            digest.update(value);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public int doFinal(byte[] out, int offset) {
            try {
                return digest.digest(out, offset, digest.getDigestLength());
            } catch (DigestException noRoom) {
                throw new IllegalArgumentException(noRoom);
            }
        }

        @Override
        public void reset() {
            digest.reset();
        }
    }

    /**
     * Finds the records of early data, which a server that takes none skips (RFC 8446, section 4.2.10). A client sends them if
     * it holds a ticket, perhaps of another server behind the same name.
     *
     * <pre>
     *   without a retry     those that do not open with the keys of the handshake, up to the first that does
     *   HelloRetryRequest   those that arrive before the second ClientHello, all of which are data by their type
     * </pre>
     *
     * They count among the bytes of the handshake, whose limit is theirs too.
     */
    static final class EarlyData {
        private boolean expected;

        /** The ClientHello offers early data, and TLS 1.3 is spoken. */
        void offered() {
            expected = true;
        }

        /**
         * Whether a record that has arrived during the handshake is early data, and to be skipped.
         *
         * @param record with its header from 0 on
         * @param fragment the length that the header gives
         * @param keys of the handshake, or null before they are agreed on
         */
        boolean skips(byte[] record, int fragment, @Nullable RecordProtection keys) {
            if (!expected) {
                return false;
            }
            switch (record[0]) {
                case ContentType.APPLICATION_DATA -> expected = keys == null || !opens(record, fragment, keys);
                // The second ClientHello: the client knows that its early data is not taken.
                case ContentType.HANDSHAKE -> expected = false;
                default -> {
                    return false;
                }
            }
            return expected;
        }

        private static boolean opens(byte[] record, int fragment, RecordProtection keys) {
            Scratch copy = Scratch.take();
            try {
                System.arraycopy(record, 0, copy.array(), 0, RecordAssembler.HEADER_BYTES + fragment);
                return keys.opening().opens(copy.array(), 0, fragment);
            } finally {
                copy.give();
            }
        }
    }
}

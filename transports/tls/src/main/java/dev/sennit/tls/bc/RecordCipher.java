package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.tls.engine.RecordAssembler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;

/**
 * The record protection of one direction of a connection: an AEAD cipher of the platform that works in place.
 *
 * <pre>
 *   TLS 1.3   nonce = iv xor sequence number                (RFC 8446, section 5.3)
 *             associated data = header
 *   TLS 1.2   nonce = salt(4), explicit(8) in the record     GCM        (RFC 5288, section 3)
 *                   = iv xor sequence number                ChaCha20   (RFC 7905, section 2)
 *             associated data = sequence number, type, version, plaintext length
 * </pre>
 */
final class RecordCipher {
    static final int TAG_BYTES = 16;
    private static final int HEADER_BYTES = RecordAssembler.HEADER_BYTES;
    static final int NONCE_BYTES = 12;

    private final Algorithm algorithm;
    private final boolean tls13;
    private final int mode;
    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] associated;
    private byte[] iv = new byte[NONCE_BYTES];
    private Key key;
    private long sequence;

    /** Makes a cipher with its first key. */
    RecordCipher(Algorithm algorithm, boolean tls13, boolean encrypts, byte[] key, byte[] iv) throws IOException {
        this.algorithm = algorithm;
        this.tls13 = tls13;
        this.mode = encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        this.associated = new byte[tls13 ? HEADER_BYTES : 13];
        this.key = new SecretKeySpec(key, algorithm.keyName);
        System.arraycopy(iv, 0, this.iv, 0, iv.length);
        try {
            this.cipher = algorithm.cipher();
        } catch (GeneralSecurityException missing) {
            throw new TlsFatalAlert(Alerts.INTERNAL_ERROR, missing);
        }
    }

    /** Uses the next key (RFC 8446, section 7.2); the sequence number starts at 0 again. */
    void rekey(byte[] nextKey, byte[] nextIv) {
        key = new SecretKeySpec(nextKey, algorithm.keyName);
        iv = nextIv;
        sequence = 0;
    }

    /** Returns the number of records sealed or opened with this key. */
    long records() {
        return sequence;
    }

    /** Returns the number of bytes between the header and the content. */
    int explicitNonceBytes() {
        return tls13 || algorithm == Algorithm.CHACHA20_POLY1305 ? 0 : 8;
    }

    /** Returns how many bytes a fragment is longer than its content. */
    int overhead() {
        return explicitNonceBytes() + TAG_BYTES + (tls13 ? 1 : 0);
    }

    /**
     * Seals a record in place.
     *
     * @param buffer the array with the content from {@code offset} + 5 + {@link #explicitNonceBytes()}, and room for {@link #overhead()}
     * @return the length of the whole record
     */
    int seal(int type, byte[] buffer, int offset, int length) throws IOException {
        int explicit = explicitNonceBytes();
        int content = offset + HEADER_BYTES + explicit;
        int inner = length;
        if (tls13) {
            buffer[content + length] = (byte) type;
            inner++;
        }
        int fragment = explicit + inner + TAG_BYTES;
        buffer[offset] = (byte) (tls13 ? ContentType.APPLICATION_DATA : type);
        buffer[offset + 1] = 3;
        buffer[offset + 2] = 3;
        TlsUtils.writeUint16(fragment, buffer, offset + 3);
        if (explicit > 0) {
            TlsUtils.writeUint64(sequence, buffer, offset + HEADER_BYTES);
        }
        prepareNonce(buffer, offset + HEADER_BYTES, explicit);
        try {
            begin(buffer, offset, type, length);
            cipher.doFinal(buffer, content, inner, buffer, content);
        } catch (GeneralSecurityException failure) {
            throw new TlsFatalAlert(Alerts.INTERNAL_ERROR, failure);
        }
        sequence++;
        return HEADER_BYTES + fragment;
    }

    /**
     * Opens a record in place.
     *
     * @param buffer the array with the record and its header from {@code offset}
     * @param fragment the length that the header gives
     * @return the length of the content, which begins at {@code offset} + 5 + {@link #explicitNonceBytes()}; in TLS 1.3
     *     with its padding and the type at the end
     */
    int open(byte[] buffer, int offset, int fragment) throws IOException {
        int explicit = explicitNonceBytes();
        int length = fragment - explicit - TAG_BYTES;
        if (length < 0) {
            throw new TlsFatalAlert(Alerts.DECODE_ERROR, "a record of " + fragment + " bytes is too short");
        }
        int content = offset + HEADER_BYTES + explicit;
        prepareNonce(buffer, offset + HEADER_BYTES, explicit);
        try {
            begin(buffer, offset, buffer[offset] & 0xFF, length);
            cipher.doFinal(buffer, content, length + TAG_BYTES, buffer, content);
        } catch (GeneralSecurityException tampered) {
            throw new TlsFatalAlert(Alerts.BAD_RECORD_MAC, "a record does not decrypt", tampered);
        }
        sequence++;
        return length;
    }

    /** Returns whether this is the next record of the direction; opens it in place, and does not count it. */
    boolean opens(byte[] buffer, int offset, int fragment) {
        try {
            open(buffer, offset, fragment);
        } catch (IOException another) {
            return false;
        }
        sequence--;
        return true;
    }

    private void begin(byte[] buffer, int offset, int type, int length)
            throws InvalidKeyException, InvalidAlgorithmParameterException, ShortBufferException {
        AlgorithmParameterSpec parameters = algorithm == Algorithm.CHACHA20_POLY1305
                ? new IvParameterSpec(nonce)
                : new GCMParameterSpec(TAG_BYTES * 8, nonce);
        cipher.init(mode, key, parameters);
        if (tls13) {
            cipher.updateAAD(buffer, offset, HEADER_BYTES);
            return;
        }
        TlsUtils.writeUint64(sequence, associated, 0);
        associated[8] = (byte) type;
        associated[9] = 3;
        associated[10] = 3;
        TlsUtils.writeUint16(length, associated, 11);
        cipher.updateAAD(associated);
    }

    private void prepareNonce(byte[] buffer, int at, int explicit) {
        System.arraycopy(iv, 0, nonce, 0, NONCE_BYTES);
        if (explicit > 0) {
            System.arraycopy(buffer, at, nonce, NONCE_BYTES - explicit, explicit);
            return;
        }
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[NONCE_BYTES - 1 - i] ^= (byte) (sequence >>> (8 * i));
        }
    }

    /** The algorithms of the cipher suites. */
    enum Algorithm {
        AES_128_GCM("AES/GCM/NoPadding", "AES", 16, 4),
        AES_256_GCM("AES/GCM/NoPadding", "AES", 32, 4),
        CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20", 32, 12);

        private final String transformation;
        private final String keyName;
        /** Looked up once: each time it would take a tenth of a resumed handshake. Null if the platform has none. */
        @SuppressWarnings("ImmutableEnumChecker") // only asked for ciphers
        private final @Nullable Provider provider;

        final int keyBytes;
        final int saltBytes;

        Algorithm(String transformation, String keyName, int keyBytes, int saltBytes) {
            this.transformation = transformation;
            this.keyName = keyName;
            this.keyBytes = keyBytes;
            this.saltBytes = saltBytes;
            this.provider = provider(transformation, new SecretKeySpec(new byte[keyBytes], keyName));
        }

        private static @Nullable Provider provider(String transformation, Key key) {
            try {
                Cipher cipher = Cipher.getInstance(transformation);
                cipher.init(Cipher.ENCRYPT_MODE, key);
                return cipher.getProvider();
            } catch (GeneralSecurityException lacking) {
                return null;
            }
        }

        private Cipher cipher() throws GeneralSecurityException {
            return provider == null ? Cipher.getInstance(transformation) : Cipher.getInstance(transformation, provider);
        }

        /** The derived initialisation vector: all of it in TLS 1.3, the fixed part in TLS 1.2. */
        int ivBytes(boolean tls13) {
            return tls13 ? NONCE_BYTES : saltBytes;
        }
    }
}

package dev.sennit.tls.bc;

import dev.sennit.tls.bc.RecordCipher.Algorithm;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.RecordAssembler;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.TlsImplUtils;

/**
 * The record protection of both directions of a connection, as BouncyCastle's handshake needs it. After the handshake the engine
 * uses {@link #sealing} and {@link #opening} directly. So these two count the records themselves, and ignore the counts that
 * BouncyCastle passes.
 */
final class RecordProtection implements TlsCipher {
    private final TlsCryptoParameters parameters;
    private final Algorithm algorithm;
    private final boolean tls13;
    private final RecordCipher sealing;
    private final RecordCipher opening;

    RecordProtection(TlsCryptoParameters parameters, Algorithm algorithm) throws IOException {
        this.parameters = parameters;
        this.algorithm = algorithm;
        this.tls13 = TlsImplUtils.isTLSv13(parameters);
        boolean server = parameters.isServer();
        if (tls13) {
            SecurityParameters handshake = parameters.getSecurityParametersHandshake();
            sealing = traffic13(handshake, server, true);
            opening = traffic13(handshake, !server, false);
            return;
        }
        int key = algorithm.keyBytes;
        int salt = algorithm.ivBytes(false);
        // client key, server key, client salt, server salt (RFC 5246, section 6.3)
        byte[] block = TlsImplUtils.calculateKeyBlock(parameters, 2 * (key + salt));
        byte[] clientKey = Arrays.copyOfRange(block, 0, key);
        byte[] serverKey = Arrays.copyOfRange(block, key, 2 * key);
        byte[] clientSalt = Arrays.copyOfRange(block, 2 * key, 2 * key + salt);
        byte[] serverSalt = Arrays.copyOfRange(block, 2 * key + salt, block.length);
        sealing = new RecordCipher(
                algorithm, false, true, server ? serverKey : clientKey, server ? serverSalt : clientSalt);
        opening = new RecordCipher(
                algorithm, false, false, server ? clientKey : serverKey, server ? clientSalt : serverSalt);
    }

    private RecordCipher traffic13(SecurityParameters security, boolean ofServer, boolean encrypts) throws IOException {
        return new RecordCipher(
                algorithm,
                true,
                encrypts,
                derive(security, ofServer, "key", algorithm.keyBytes),
                derive(security, ofServer, "iv", RecordCipher.NONCE_BYTES));
    }

    /** RFC 8446, section 7.3. */
    private static byte[] derive(SecurityParameters security, boolean ofServer, String label, int bytes)
            throws IOException {
        TlsSecret secret = ofServer ? security.getTrafficSecretServer() : security.getTrafficSecretClient();
        return TlsCryptoUtils.hkdfExpandLabel(
                        secret, security.getPRFCryptoHashAlgorithm(), label, TlsUtils.EMPTY_BYTES, bytes)
                .extract();
    }

    RecordCipher sealing() {
        return sealing;
    }

    RecordCipher opening() {
        return opening;
    }

    boolean isTls13() {
        return tls13;
    }

    @Override
    public int getCiphertextDecodeLimit(int plaintextLimit) {
        return plaintextLimit + opening.overhead();
    }

    @Override
    public int getCiphertextEncodeLimit(int plaintextLimit) {
        return plaintextLimit + sealing.overhead();
    }

    @Override
    public int getPlaintextDecodeLimit(int ciphertextLimit) {
        return ciphertextLimit - opening.overhead();
    }

    @Override
    public int getPlaintextEncodeLimit(int ciphertextLimit) {
        return ciphertextLimit - sealing.overhead();
    }

    @Override
    public TlsEncodeResult encodePlaintext(
            long ignored, short type, ProtocolVersion version, int header, byte[] plain, int offset, int length)
            throws IOException {
        byte[] record = new byte[RecordAssembler.HEADER_BYTES + length + sealing.overhead()];
        System.arraycopy(plain, offset, record, RecordAssembler.HEADER_BYTES + sealing.explicitNonceBytes(), length);
        int total = sealing.seal(type, record, 0, length);
        return new TlsEncodeResult(record, 0, total, (short) (record[0] & 0xFF));
    }

    @Override
    public TlsDecodeResult decodeCiphertext(
            long ignored, short type, ProtocolVersion version, byte[] buffer, int offset, int length)
            throws IOException {
        // The header stands before the fragment, both in our own array and in BouncyCastle's.
        int start = offset - RecordAssembler.HEADER_BYTES;
        int content = opening.open(buffer, start, length);
        int at = offset + opening.explicitNonceBytes();
        return tls13 ? inner(buffer, at, content) : new TlsDecodeResult(buffer, at, content, type);
    }

    /** Removes the padding, and finds the content type before it (RFC 8446, section 5.4). */
    static TlsDecodeResult inner(byte[] buffer, int at, int length) throws IOException {
        int end = at + length;
        do {
            if (--end < at) {
                throw new TlsFatalAlert(Alerts.UNEXPECTED_MESSAGE, "a record holds nothing but padding");
            }
        } while (buffer[end] == 0);
        return new TlsDecodeResult(buffer, at, end - at, (short) (buffer[end] & 0xFF));
    }

    @Override
    public void rekeyDecoder() throws IOException {
        rekey(opening, !parameters.isServer());
    }

    @Override
    public void rekeyEncoder() throws IOException {
        rekey(sealing, parameters.isServer());
    }

    private void rekey(RecordCipher cipher, boolean ofServer) throws IOException {
        SecurityParameters security = parameters.getSecurityParametersConnection();
        cipher.rekey(
                derive(security, ofServer, "key", algorithm.keyBytes),
                derive(security, ofServer, "iv", RecordCipher.NONCE_BYTES));
    }

    @Override
    public boolean usesOpaqueRecordTypeDecode() {
        return tls13;
    }

    @Override
    public boolean usesOpaqueRecordTypeEncode() {
        return tls13;
    }
}

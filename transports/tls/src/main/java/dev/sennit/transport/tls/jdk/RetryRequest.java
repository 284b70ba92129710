package dev.sennit.transport.tls.jdk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds a HelloRetryRequest among the records that are sent. It is a ServerHello with a random of its own (RFC 8446, section
 * 4.1.3).
 *
 * <pre>
 *   0              5             6            9                11       43
 *   | record header | type (= 2) | length (3) | legacy version | random |  ...
 * </pre>
 */
final class RetryRequest {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM_AT = 11;
    /** SHA-256 of "HelloRetryRequest". */
    private static final byte[] RANDOM = {
        (byte) 0xCF,
        0x21,
        (byte) 0xAD,
        0x74,
        (byte) 0xE5,
        (byte) 0x9A,
        0x61,
        0x11,
        (byte) 0xBE,
        0x1D,
        (byte) 0x8C,
        0x02,
        0x1E,
        0x65,
        (byte) 0xB8,
        (byte) 0x91,
        (byte) 0xC2,
        (byte) 0xA2,
        0x11,
        0x16,
        0x7A,
        (byte) 0xBB,
        (byte) 0x8C,
        0x5E,
        0x07,
        (byte) 0x9E,
        0x09,
        (byte) 0xE2,
        (byte) 0xC8,
        (byte) 0xA8,
        0x33,
        (byte) 0x9C
    };

    private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};

    private RetryRequest() {}

    /** Whether a record begins with one. */
    static boolean isIn(byte[] record, int length) {
        return length >= RANDOM_AT + RANDOM.length
                && record[0] == HANDSHAKE_RECORD
                && record[IncomingRecord.HEADER_BYTES] == SERVER_HELLO
                && Arrays.equals(record, RANDOM_AT, RANDOM_AT + RANDOM.length, RANDOM, 0, RANDOM.length);
    }

    /** Whether a record is the change_cipher_spec that a client may send at any time before its second flight. */
    static boolean isChangeCipherSpec(ByteBuffer record) {
        return record.equals(ByteBuffer.wrap(CHANGE_CIPHER_SPEC));
    }
}

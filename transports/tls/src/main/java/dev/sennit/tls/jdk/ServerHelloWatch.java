package dev.sennit.tls.jdk;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * Reads what an {@code SSLEngine} does not tell from the messages that a server sends in clear text, up to its ServerHello
 * (RFC 8446, section 4.1.3): the cipher suite, and whether a HelloRetryRequest came first.
 *
 * <pre>
 *   0            1            4                6        38                39
 *   | type (= 2) | length (3) | legacy version | random | length (0..32) | session id | cipher suite | ...
 * </pre>
 */
final class ServerHelloWatch {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int SERVER_HELLO = 2;
    private static final int HEADER_BYTES = 4;
    private static final int RANDOM_AT = 6;
    private static final int SESSION_ID_AT = 38;
    private static final int MOST_BYTES = SESSION_ID_AT + 1 + 32 + 2;
    /** SHA-256 of "HelloRetryRequest". */
    private static final byte[] RETRY =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    /** The beginning of the message that is under way; empty after the ServerHello. */
    private byte[] message = new byte[MOST_BYTES];

    private long read;
    private boolean retryRequested;
    private int suite = -1;

    /** Takes a whole record with its header. */
    void record(byte[] record, int length) {
        if (suite >= 0 || record[0] != HANDSHAKE_RECORD) {
            return;
        }
        for (int at = IncomingRecord.HEADER_BYTES; at < length && suite < 0; at++) {
            take(record[at]);
        }
    }

    /** Whether a HelloRetryRequest has passed, and no ServerHello yet. */
    boolean isRetryRequested() {
        return retryRequested && suite < 0;
    }

    /** The number of the cipher suite; empty before the ServerHello. */
    OptionalInt suite() {
        return suite < 0 ? OptionalInt.empty() : OptionalInt.of(suite);
    }

    private void take(byte next) {
        if (read < MOST_BYTES) {
            message[(int) read] = next;
        }
        read++;
        if (read < HEADER_BYTES) {
            return;
        }
        long length = HEADER_BYTES + ((message[1] & 0xFFL) << 16 | (message[2] & 0xFF) << 8 | (message[3] & 0xFF));
        if (message[0] == SERVER_HELLO && read > SESSION_ID_AT) {
            int suiteAt = SESSION_ID_AT + 1 + (message[SESSION_ID_AT] & 0xFF);
            boolean retry = Arrays.equals(message, RANDOM_AT, SESSION_ID_AT, RETRY, 0, RETRY.length);
            retryRequested |= retry;
            if (!retry && read == suiteAt + 2 && read <= MOST_BYTES) {
                suite = (message[suiteAt] & 0xFF) << 8 | (message[suiteAt + 1] & 0xFF);
                message = new byte[0];
            }
        }
        if (read >= length) {
            read = 0;
        }
    }
}

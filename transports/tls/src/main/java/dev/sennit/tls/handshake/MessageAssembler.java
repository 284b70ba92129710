package dev.sennit.tls.handshake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts handshake messages together from the contents of records. Between records it holds the beginning of a message, in an
 * array that grows with what has come, and nothing else.
 *
 * <pre>
 *   type(1)  length(3)  body(length)        RFC 8446, section 4
 * </pre>
 */
final class MessageAssembler {
    static final int HEADER_BYTES = 4;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int at;
    private int end;
    /** Whether the array is a record's, and not this object's own. */
    private boolean lent;

    /** Takes the contents of a record, which must not change until {@link #rest}. */
    void add(byte[] record, int offset, int length) {
        if (at == end) {
            bytes = record;
            at = offset;
            end = offset + length;
            lent = true;
            return;
        }
        if (end + length > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, at, at + Math.max(end - at + length, 2 * (end - at)));
            end -= at;
            at = 0;
        }
        System.arraycopy(record, offset, bytes, end, length);
        end += length;
    }

    /** The type of the next message, or -1 if its header is not whole yet. */
    int nextType() {
        return end - at < HEADER_BYTES ? -1 : bytes[at] & 0xFF;
    }

    /** The length of the body of the next message, whose header is whole. */
    int nextLength() {
        return (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    }

    /** Takes the next message out, or returns null if it is not whole yet. */
    @Nullable
    Message next() {
        if (nextType() < 0 || end - at - HEADER_BYTES < nextLength()) {
            return null;
        }
        Message message = new Message(nextType(), bytes, at, HEADER_BYTES + nextLength());
        at += message.length();
        return message;
    }

    /** Whether bytes of a message wait for its rest. */
    boolean isInMessage() {
        return at < end;
    }

    /** Between records: copies what is left of the record, or gives the array up. */
    void rest() {
        if (at == end) {
            bytes = NOTHING;
            at = 0;
            end = 0;
        } else if (lent) {
            bytes = Arrays.copyOfRange(bytes, at, end);
            end -= at;
            at = 0;
        }
        lent = false;
    }

    /** Forgets everything. */
    void discard() {
        at = end;
        rest();
    }

    /** A whole message with its header, in an array that is valid until {@link #rest}. */
    @SuppressWarnings("ArrayRecordComponent") // lent, not kept
    record Message(int type, byte[] bytes, int offset, int length) {
        /** The body. */
        FieldReader fields() {
            return new FieldReader(HandshakeType.name(type), bytes, offset + HEADER_BYTES, length - HEADER_BYTES);
        }
    }
}

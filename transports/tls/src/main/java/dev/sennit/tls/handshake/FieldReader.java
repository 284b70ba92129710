package dev.sennit.tls.handshake;

import dev.sennit.tls.engine.Alerts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the fields of a message in their order (RFC 8446, section 3). Each method throws a decode_error where the bytes do
 * not suffice, or where a vector's length is not allowed.
 */
final class FieldReader {
    private final byte[] bytes;
    private final int end;
    private final String what;
    private int at;

    /**
     * Reads these bytes, which must not change.
     *
     * @param what names them in errors
     */
    FieldReader(String what, byte[] bytes, int offset, int length) {
        this.what = what;
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    int uint8() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    int uint16() {
        return uint8() << 8 | uint8();
    }

    int uint24() {
        return uint16() << 8 | uint8();
    }

    byte[] opaque(int length) {
        require(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** A vector of bytes whose length stands in one byte. */
    byte[] opaque8(int least, int most) {
        return opaque(inRange(uint8(), least, most));
    }

    /** The contents of a vector whose length stands in one byte. */
    FieldReader vector8(int least) {
        return part(inRange(uint8(), least, 0xFF));
    }

    /** The contents of a vector whose length stands in two bytes. */
    FieldReader vector16(int least) {
        return part(inRange(uint16(), least, 0xFFFF));
    }

    /** The contents of a vector whose length stands in three bytes. */
    FieldReader vector24(int least) {
        return part(inRange(uint24(), least, 0xFFFFFF));
    }

    /** All the rest, as numbers of two bytes. */
    List<Integer> uint16s() {
        List<Integer> values = new ArrayList<>();
        while (hasMore()) {
            values.add(uint16());
        }
        return values;
    }

    /** All the rest. */
    byte[] rest() {
        return opaque(end - at);
    }

    boolean hasMore() {
        return at < end;
    }

    /** Refuses bytes after the last field. */
    void end() {
        if (hasMore()) {
            throw undecodable((end - at) + " bytes too many");
        }
    }

    private FieldReader part(int length) {
        require(length);
        at += length;
        return new FieldReader(what, bytes, at - length, length);
    }

    private void require(int count) {
        if (count > end - at) {
            throw undecodable("it ends too early");
        }
    }

    private int inRange(int length, int least, int most) {
        if (length < least || length > most) {
            throw undecodable("a vector of " + length + " bytes where " + least + " to " + most + " are allowed");
        }
        return length;
    }

    private RuntimeException undecodable(String problem) {
        return Alerts.violation(Alerts.DECODE_ERROR, what + " cannot be decoded: " + problem);
    }
}

package dev.sennit.transport.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable run of bytes, equal to any other with the same content.
 *
 * <p>May be shared between threads. Every range is half open: {@code from} belongs to it, {@code to} does not. An index
 * outside its range is an {@link IndexOutOfBoundsException} that names both.
 *
 * <p>{@link #equals} stops at the first difference: to compare secrets use {@link java.security.MessageDigest#isEqual}.
 */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final int SHOWN_BYTES = 32;
    private static final int MAX_ASCII = 0x7f;
    private static final int MAX_LATIN1 = 0xff;

    private final byte[] array;
    private final int start;
    private final int length;

    private Bytes(byte[] array, int start, int length) {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    /** Returns a copy of these bytes. */
    public static Bytes of(byte... bytes) {
        return owning(bytes.clone());
    }

    /** Returns a copy of {@code bytes}. */
    public static Bytes copyOf(byte[] bytes) {
        return owning(bytes.clone());
    }

    /** Returns a copy of the range {@code from} to {@code to} of {@code bytes}. */
    public static Bytes copyOf(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        return owning(Arrays.copyOfRange(bytes, from, to));
    }

    /** Returns a copy of the buffer's remaining bytes; the buffer's position stays where it is. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return owning(copy);
    }

    /** Returns the text as UTF-8; an unpaired surrogate becomes {@code ?}. */
    public static Bytes utf8(String text) {
        return owning(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the text as ASCII, a byte per character.
     *
     * @throws IllegalArgumentException if a character is above U+007F; the message says which and where
     */
    public static Bytes ascii(String text) {
        requireUpTo(MAX_ASCII, "ASCII", text);
        return owning(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Returns the text as ISO 8859-1, a byte per character.
     *
     * @throws IllegalArgumentException if a character is above U+00FF; the message says which and where
     */
    public static Bytes latin1(String text) {
        requireUpTo(MAX_LATIN1, "ISO 8859-1", text);
        return owning(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the bytes that two hexadecimal digits each stand for, in either case and with nothing between them.
     *
     * @throws IllegalArgumentException if the number of characters is odd or one is not a hexadecimal digit
     */
    public static Bytes hex(String digits) {
        if (digits.length() % 2 != 0) {
            throw new IllegalArgumentException("hex needs two digits per byte, but has " + digits.length() + " in all");
        }
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                throw new IllegalArgumentException(
                        "%s at position %d is not a hexadecimal digit".formatted(name(digits.charAt(i)), i));
            }
        }
        return owning(HexFormat.of().parseHex(digits));
    }

    /** Wraps an array that nobody will write to any more. */
    static Bytes owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes, 0, bytes.length);
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public byte byteAt(int index) {
        return array[start + Objects.checkIndex(index, length)];
    }

    /** Returns the range from {@code from} to the end, without copying. */
    public Bytes slice(int from) {
        return slice(from, length);
    }

    /** Returns the range {@code from} to {@code to} without copying: the slice keeps the memory of the whole alive. */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        if (from == to) {
            return EMPTY;
        }
        return to - from == length ? this : new Bytes(array, start + from, to - from);
    }

    /** Returns where {@code wanted} first is at or after {@code from} (0 to {@code length()}), or -1. */
    public int indexOf(byte wanted, int from) {
        checkFrom(from, length);
        int found = find(array, start + from, start + length, wanted);
        return found < 0 ? -1 : found - start;
    }

    /** Returns where {@code wanted} first begins, or -1; nothing is found at 0. */
    public int indexOf(Bytes wanted) {
        return indexOf(wanted, 0);
    }

    /** Returns where {@code wanted} first begins at or after {@code from} (0 to {@code length()}), or -1. */
    public int indexOf(Bytes wanted, int from) {
        checkFrom(from, length);
        int found = wanted.findIn(array, start + from, start + length);
        return found < 0 ? -1 : found - start;
    }

    public boolean startsWith(Bytes prefix) {
        return prefix.length <= length && prefix.isAt(array, start);
    }

    public boolean endsWith(Bytes suffix) {
        return suffix.length <= length && suffix.isAt(array, start + length - suffix.length);
    }

    /** Returns these bytes followed by {@code next}. */
    public Bytes plus(Bytes next) {
        return concat(this, next);
    }

    /** Returns all parts joined, in order. */
    public static Bytes concat(Bytes... parts) {
        int total = 0;
        for (Bytes part : parts) {
            total = Math.addExact(total, part.length);
        }
        byte[] joined = new byte[total];
        int at = 0;
        for (Bytes part : parts) {
            part.copyInto(joined, at);
            at += part.length;
        }
        return owning(joined);
    }

    /** Returns a copy that the caller owns. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, start, start + length);
    }

    /** Returns a new read-only buffer over these bytes, position 0, without copying. */
    public ByteBuffer asReadOnlyBuffer() {
        return ByteBuffer.wrap(array, start, length).slice().asReadOnlyBuffer();
    }

    /** Returns these bytes as text; what is not UTF-8 becomes U+FFFD. */
    public String toUtf8() {
        return new String(array, start, length, StandardCharsets.UTF_8);
    }

    /** Returns these bytes as text, a character per byte; nothing is lost. */
    public String toLatin1() {
        return new String(array, start, length, StandardCharsets.ISO_8859_1);
    }

    /** Returns two lower-case hexadecimal digits per byte. */
    public String toHex() {
        return HexFormat.of().formatHex(array, start, start + length);
    }

    /** Orders by unsigned value, byte after byte; a prefix comes before what it begins. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(
                array, start, start + length, other.array, other.start, other.start + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Bytes that && length == that.length && isAt(that.array, that.start));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /**
     * Returns at most the first 32 bytes, fit for a log: printable ASCII as it is, all else escaped; what is left out is
     * only counted, as in {@code GET / HTTP/1.1\r\nHost… (512 bytes)}.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(length, SHOWN_BYTES); i++) {
            appendEscaped(text, array[start + i]);
        }
        if (length > SHOWN_BYTES) {
            text.append("… (").append(length).append(" bytes)");
        }
        return text.toString();
    }

    void copyInto(byte[] target, int at) {
        System.arraycopy(array, start, target, at, length);
    }

    /** Returns the first index in {@code [from, to)} of {@code text} where all of these bytes are, or -1. */
    int findIn(byte[] text, int from, int to) {
        if (length == 0) {
            return from;
        }
        byte first = array[start];
        int lastStart = to - length;
        for (int i = from; i <= lastStart; i++) {
            if (text[i] == first && isAt(text, i)) {
                return i;
            }
        }
        return -1;
    }

    static int find(byte[] text, int from, int to, byte wanted) {
        for (int i = from; i < to; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Checks where a search begins: the end itself is allowed, and finds nothing there. */
    static void checkFrom(int from, int length) {
        if (from < 0 || from > length) {
            throw new IndexOutOfBoundsException("from " + from + " out of bounds for length " + length);
        }
    }

    private boolean isAt(byte[] text, int at) {
        return Arrays.equals(array, start, start + length, text, at, at + length);
    }

    private static void requireUpTo(int max, String charset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > max) {
                throw new IllegalArgumentException(
                        "%s at position %d is not %s".formatted(name(text.charAt(i)), i, charset));
            }
        }
    }

    private static String name(char character) {
        return "U+%04X".formatted((int) character);
    }

    private static void appendEscaped(StringBuilder text, byte value) {
        switch (value) {
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\\' -> text.append("\\\\");
            default -> {
                if (value >= ' ' && value < MAX_ASCII) {
                    text.append((char) value);
                } else {
                    text.append("\\x").append(HexFormat.of().toHexDigits(value));
                }
            }
        }
    }
}

package dev.sennit.protocol.line;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into lines.
 *
 * <pre>
 *   input   HELO there CR LF QUIT CR LF DA
 *   lines   "HELO there", "QUIT"             and "DA" stays until more comes
 * </pre>
 *
 * <p>A line longer than the limit is a {@link dev.sennit.transport.error.LimitExceededException}, after all lines before it and as
 * soon as it is certain, which is when the limit plus the delimiter's length of bytes are there without a delimiter.
 *
 * <p>What stands behind the last line end when the input ends is a line too, unless the decoder was made with
 * {@link LastLine#DROPPED}.
 *
 * <p>The decoder remembers nothing from one call to the next: it may read from several inputs by turns.
 */
public final class LineDecoder implements Decoder<Bytes> {
    /** Carriage return and line feed, the delimiter unless another is given. */
    public static final Bytes CR_LF = Bytes.ascii("\r\n");

    static final Bytes LF = Bytes.ascii("\n");

    private static final byte CARRIAGE_RETURN = '\r';

    /** The limit on a line without its delimiter unless another is given: 16,384 bytes. */
    public static final int DEFAULT_LIMIT_BYTES = 16_384;

    private final Bytes delimiter;
    /** A carriage return before the delimiter belongs to it. */
    private final boolean maybeReturn;

    private final LastLine lastLine;
    private final Limit limit;

    /** Creates a decoder of lines of up to 16,384 bytes that end with CR LF. */
    public LineDecoder() {
        this(LineEnd.CR_LF, DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a decoder of lines of text; a last line without its end is reported.
     *
     * @param limitBytes the longest line allowed, without its end, 1 or more
     */
    public LineDecoder(LineEnd end, int limitBytes) {
        this(end, LastLine.REPORTED, limitBytes);
    }

    /**
     * Creates a decoder of lines of text.
     *
     * @param lastLine what becomes of a last line without its end
     * @param limitBytes the longest line allowed, without its end, 1 or more
     */
    public LineDecoder(LineEnd end, LastLine lastLine, int limitBytes) {
        this(end.delimiter(), end == LineEnd.EITHER, lastLine, limitBytes);
    }

    /**
     * Creates a decoder with a delimiter of its own; a last line without it is reported.
     *
     * @param delimiter what ends each line, 1 byte or more
     * @param limitBytes the longest line allowed, without its delimiter, 1 or more
     */
    public LineDecoder(Bytes delimiter, int limitBytes) {
        this(delimiter, LastLine.REPORTED, limitBytes);
    }

    /**
     * Creates a decoder with a delimiter of its own.
     *
     * @param delimiter what ends each line, 1 byte or more
     * @param lastLine what becomes of a last line without it
     * @param limitBytes the longest line allowed, without its delimiter, 1 or more
     */
    public LineDecoder(Bytes delimiter, LastLine lastLine, int limitBytes) {
        this(delimiter, false, lastLine, limitBytes);
    }

    private LineDecoder(Bytes delimiter, boolean maybeReturn, LastLine lastLine, int limitBytes) {
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("delimiter must have 1 byte or more, but is empty");
        }
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes must be 1 or more, not " + limitBytes);
        }
        this.delimiter = delimiter;
        this.maybeReturn = maybeReturn;
        this.lastLine = lastLine;
        this.limit = new Limit("line length in bytes", limitBytes);
    }

    /**
     * Returns a decoder of the same lines that does not copy them: each is a read-only view of the bytes received, valid
     * until its input is used again.
     */
    public Decoder<ByteBuffer> views() {
        return new Decoder<>() {
            @Override
            public @Nullable ByteBuffer decode(DecoderInput input) {
                return line(input, DecoderInput::takeView);
            }

            @Override
            public @Nullable ByteBuffer decodeLast(DecoderInput input) {
                return lastLine(input, DecoderInput::takeView);
            }
        };
    }

    /** Takes the next line, without its delimiter. */
    @Override
    public @Nullable Bytes decode(DecoderInput input) {
        return line(input, DecoderInput::take);
    }

    @Override
    public @Nullable Bytes decodeLast(DecoderInput input) {
        return lastLine(input, DecoderInput::take);
    }

    private <T> @Nullable T line(DecoderInput input, Taking<T> taking) {
        int found = input.indexOf(delimiter, 0);
        if (found < 0) {
            refuseOverLimit(input);
            return null;
        }
        boolean hasReturn = maybeReturn && found > 0 && input.byteAt(found - 1) == CARRIAGE_RETURN;
        int length = hasReturn ? found - 1 : found;
        limit.check(length);
        T line = taking.take(input, length);
        input.skip(found + delimiter.length() - length);
        return line;
    }

    /** There is no delimiter: whether none that comes could make it a line within the limit. */
    private void refuseOverLimit(DecoderInput input) {
        int least = input.readable() - delimiter.length() + 1;
        if (least > limit.most()) {
            boolean endsWithReturn = maybeReturn && input.byteAt(least - 1) == CARRIAGE_RETURN;
            limit.check(endsWithReturn ? least - 1 : least);
        }
    }

    private <T> @Nullable T lastLine(DecoderInput input, Taking<T> taking) {
        T whole = line(input, taking);
        if (whole != null || lastLine == LastLine.DROPPED || !input.has(1)) {
            return whole;
        }
        limit.check(input.readable());
        return taking.take(input, input.readable());
    }

    /** Takes bytes from an input, as a value or as a view. */
    private interface Taking<T> {
        T take(DecoderInput input, int count);
    }
}

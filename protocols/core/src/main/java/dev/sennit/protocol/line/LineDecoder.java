package dev.sennit.protocol.line;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into lines. Does no I/O and never waits.
 *
 * <pre>
 *   input   HELO there CR LF QUIT CR LF DA
 *   lines   "HELO there", "QUIT"             and "DA" is kept until more comes
 * </pre>
 *
 * <p>Call {@link #feed} with each piece, then {@link #next} until it is empty. How the input was cut into pieces makes no
 * difference to the lines, and costs time in proportion to the bytes only. Has one owner; not for several threads.
 *
 * <p>A line longer than the limit is refused by {@link #next} after all lines before it, as soon as it is known, which is
 * when the limit plus the delimiter's length of bytes are there without a delimiter. From then on the decoder has failed:
 * {@code feed} and {@code next} throw the same {@link LimitExceeded} again.
 *
 * <p>What stands behind the last line end when the input ends ({@link #end}) is a line too, unless the decoder was made with
 * {@link LastLine#DROPPED}.
 */
public final class LineDecoder {
    /** Carriage return and line feed, the delimiter unless another is given. */
    public static final Bytes CR_LF = Bytes.ascii("\r\n");

    static final Bytes LF = Bytes.ascii("\n");

    private static final byte CARRIAGE_RETURN = '\r';

    /** The limit on a line without its delimiter unless another is given: 16,384 bytes. */
    public static final int DEFAULT_LIMIT_BYTES = 16_384;

    private final ByteQueue queue = new ByteQueue();
    private final Bytes delimiter;
    /** A carriage return before the delimiter belongs to it. */
    private final boolean maybeReturn;

    private final LastLine lastLine;
    private final int limitBytes;
    private int scanned;
    private long steps;
    private boolean ended;
    private @Nullable LimitExceeded failure;

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
        this.limitBytes = limitBytes;
    }

    /** A new one of the same kind. */
    LineDecoder fresh() {
        return new LineDecoder(delimiter, maybeReturn, lastLine, limitBytes);
    }

    /**
     * Takes over all of the buffer's remaining bytes, by copying.
     *
     * @throws LimitExceeded if the decoder has failed before
     * @throws IllegalStateException after {@link #end}
     */
    public void feed(ByteBuffer data) {
        refuseAfterFailure();
        if (ended) {
            throw new IllegalStateException(data.remaining() + " bytes were fed after the end");
        }
        queue.add(data);
    }

    /**
     * Returns the next line without its delimiter, or empty if more bytes are needed.
     *
     * @throws LimitExceeded if the next line is over the limit
     */
    public Optional<Bytes> next() {
        return Optional.ofNullable(poll());
    }

    /**
     * Says that no more bytes will come. What has no delimiter yet is the last line, which {@link #next} returns; with
     * {@link LastLine#DROPPED} it is none, and {@link #takeRest} has it.
     */
    public void end() {
        ended = true;
    }

    /**
     * Removes and returns all bytes that no line returned so far has used: for the protocol that follows, or, after a
     * failure, the line over the limit and what came behind it.
     */
    public Bytes takeRest() {
        scanned = 0;
        return queue.takeAll();
    }

    /** As {@link #next}, with null instead of an empty answer. */
    @Nullable
    Bytes poll() {
        refuseAfterFailure();
        int from = scanned;
        int found = queue.indexOf(delimiter, from);
        // Each place is looked at once: those where a delimiter could begin but not yet end are left for the next time.
        int placesEnd = Math.max(from, queue.length() - delimiter.length() + 1);
        steps += (found < 0 ? placesEnd : found + 1) - from;
        scanned = found < 0 ? placesEnd : found;
        if (found < 0) {
            if (isOverLimit()) {
                throw overLimit();
            }
            return ended && lastLine == LastLine.REPORTED ? last() : null;
        }
        boolean hasReturn = maybeReturn && found > 0 && queue.byteAt(found - 1) == CARRIAGE_RETURN;
        int length = hasReturn ? found - 1 : found;
        if (length > limitBytes) {
            throw overLimit();
        }
        Bytes line = queue.take(length);
        queue.skip(delimiter.length() + (hasReturn ? 1 : 0));
        scanned = 0;
        return line;
    }

    /** No delimiter is there: whether none that comes could make it a line within the limit. */
    private boolean isOverLimit() {
        if (!maybeReturn || scanned <= limitBytes) {
            return scanned > limitBytes;
        }
        boolean endsWithReturn = queue.byteAt(scanned - 1) == CARRIAGE_RETURN;
        return scanned - limitBytes > (endsWithReturn ? 1 : 0);
    }

    private @Nullable Bytes last() {
        if (queue.isEmpty()) {
            return null;
        }
        if (queue.length() > limitBytes) {
            throw overLimit();
        }
        scanned = 0;
        return queue.takeAll();
    }

    private LimitExceeded overLimit() {
        LimitExceeded fault = new LimitExceeded("line length in bytes", limitBytes);
        failure = fault;
        return fault;
    }

    /** Whether bytes are held, be they whole lines or the beginning of one. */
    boolean holdsBytes() {
        return !queue.isEmpty();
    }

    /** How many bytes are held. */
    int heldBytes() {
        return queue.length();
    }

    /** Returns at how many places a delimiter was looked for so far, for tests of the cost. */
    long steps() {
        return steps;
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }
}

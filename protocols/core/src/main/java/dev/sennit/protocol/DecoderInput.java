package dev.sennit.protocol;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one peer that no event has used yet: what a {@link Decoder} reads from.
 *
 * <p>The input has two users. Its owner passes each piece that arrives to {@link #next}, again and again until that returns
 * null, and says with {@link #last} that the peer has ended its output:
 *
 * <pre>{@code
 * for (Bytes line = input.next(lines, data); line != null; line = input.next(lines, data)) {
 *     handle(line);
 * }
 * }</pre>
 *
 * <p>A piece is read in place, and its position moves behind what the events have used. Only when {@code next} returns
 * null, and more bytes must come, is the rest of the piece copied into the input. So an owner can stop after any event: the
 * bytes behind it are still in the piece. It can go on with another decoder at any byte.
 *
 * <p>The decoder uses the methods that read and take, within its {@code decode} only. Indexes count from the first byte that
 * has not been taken, which is 0; an index or count that reaches beyond {@link #readable} is an
 * {@link IndexOutOfBoundsException}.
 *
 * <p>All of this costs time in proportion to the bytes, in pieces of any size, and keeps no more than the bytes of one
 * unfinished event. Has one owner, and is not for several threads at once.
 */
public final class DecoderInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** The bytes of earlier pieces. They come before those of the piece. */
    private final ByteQueue held = new ByteQueue();
    /** The piece, while a decoder runs. */
    private ByteBuffer piece = NOTHING;

    // The last search by indexOf since bytes were last taken, and the index up to which nothing was found.
    private Bytes sought = Bytes.EMPTY;
    private int soughtFrom;
    private int scanned;
    private int mark;

    private boolean ended;
    private @Nullable ProtocolException failure;
    private long examined;

    /** Creates an input that has no bytes yet. */
    public DecoderInput() {}

    /**
     * Decodes the next event from what has come before and this piece.
     *
     * @param data its position moves behind the event's bytes, or to the limit where null is returned; the buffer is not
     *     used after this returns, except by an event that is a view of it
     * @return the event, or null if more bytes must come first
     * @throws ProtocolException if the decoder refuses the bytes. They stay where they are ({@link #takeRest}), and every
     *     later call throws the same exception
     * @throws IllegalStateException after {@link #last}
     */
    public <E> @Nullable E next(Decoder<? extends E> decoder, ByteBuffer data) {
        refuseAfterFailure();
        if (ended) {
            throw new IllegalStateException(data.remaining() + " bytes came after the end");
        }
        piece = data;
        try {
            E event = decoder.decode(this);
            if (event == null) {
                held.add(data);
            }
            return event;
        } catch (ProtocolException refused) {
            failure = refused;
            throw refused;
        } finally {
            piece = NOTHING;
        }
    }

    /**
     * Decodes the next event after the peer has ended its output. To be called until it returns null; bytes of no event
     * are then left for {@link #takeRest}.
     *
     * @throws ProtocolException as {@link #next}
     */
    public <E> @Nullable E last(Decoder<? extends E> decoder) {
        refuseAfterFailure();
        ended = true;
        try {
            return decoder.decodeLast(this);
        } catch (ProtocolException refused) {
            failure = refused;
            throw refused;
        }
    }

    /**
     * Removes and returns all bytes that no event has used: those held, then those left in the piece. They are for the
     * protocol that follows or, after a failure, for a report.
     */
    public Bytes takeRest(ByteBuffer data) {
        forgetPlaces();
        if (held.isEmpty()) {
            Bytes rest = Bytes.copyOf(data);
            data.position(data.limit());
            return rest;
        }
        held.add(data);
        return held.takeAll();
    }

    /** Removes and returns all bytes that are held and that no event has used. */
    public Bytes takeRest() {
        return takeRest(NOTHING);
    }

    /** Puts a copy of these bytes in front of all others: they are the next to be read. */
    public void putFirst(ByteBuffer bytes) {
        forgetPlaces();
        Bytes behind = held.takeAll();
        held.add(bytes.duplicate());
        held.add(behind);
    }

    /** Returns how many bytes of earlier pieces are held. */
    public int heldBytes() {
        return held.length();
    }

    /**
     * Returns how many bytes decoders have examined or taken so far, for tests of their cost: each time counts. Counted only
     * where assertions are enabled; else 0.
     */
    public long examinedBytes() {
        return examined;
    }

    /** Returns how many bytes can be read now. */
    public int readable() {
        return held.length() + piece.remaining();
    }

    /** Whether at least {@code count} bytes can be read now. */
    public boolean has(int count) {
        return readable() >= count;
    }

    /** Returns the byte at {@code index}. */
    public byte byteAt(int index) {
        assert examined(1);
        return at(index);
    }

    /** Returns the byte at {@code index} as a number from 0 to 255. */
    public int unsignedByteAt(int index) {
        return byteAt(index) & 0xff;
    }

    /** Returns the two bytes at {@code index} as a number from 0 to 65,535, most significant byte first. */
    public int unsignedShortAt(int index) {
        return (int) numberAt(index, Short.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** Returns the four bytes at {@code index} as a signed number, most significant byte first. */
    public int intAt(int index) {
        return (int) numberAt(index, Integer.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /** Returns the eight bytes at {@code index} as a signed number, most significant byte first. */
    public long longAt(int index) {
        return numberAt(index, Long.BYTES, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Returns the bytes at {@code index} as an unsigned number; one of eight bytes is signed.
     *
     * @param size how many bytes the number has, 1 to 8
     */
    public long numberAt(int index, int size, ByteOrder order) {
        Objects.checkFromIndexSize(index, size, readable());
        if (size < 1 || size > Long.BYTES) {
            throw new IllegalArgumentException("a number has 1 to 8 bytes, not " + size);
        }
        assert examined(size);
        boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = number << Byte.SIZE | (at(bigEndian ? index + i : index + size - 1 - i) & 0xff);
        }
        return number;
    }

    /** Whether these bytes stand at {@code index}, as far as they have come. */
    public boolean mayContinueWith(Bytes expected, int index) {
        int count = Math.min(expected.length(), readable() - index);
        for (int i = 0; i < count; i++) {
            if (byteAt(index + i) != expected.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the index at or after {@code from} at which the delimiter first begins, or -1 if it has not come.
     *
     * <p>A search for the same delimiter from the same index goes on where the last one stopped, until bytes are taken: a
     * decoder can simply search again when more bytes have come.
     *
     * @param delimiter 1 byte or more
     */
    public int indexOf(Bytes delimiter, int from) {
        Objects.checkFromToIndex(from, readable(), readable());
        if (from != soughtFrom || !delimiter.equals(sought)) {
            sought = delimiter;
            soughtFrom = from;
            scanned = from;
        }
        int found = search(delimiter, scanned);
        // The last bytes may begin a delimiter: they are looked at again.
        int upTo = found < 0 ? Math.max(scanned, readable() - delimiter.length() + 1) : found;
        assert examined(upTo - scanned + 1);
        scanned = upTo;
        return found;
    }

    /**
     * Searches as {@link #indexOf(Bytes, int)}, for the end of something that has a limit.
     *
     * @param limit on the bytes from {@code from} to the delimiter
     * @throws dev.sennit.transport.error.LimitExceededException as soon as it is certain that there are more
     */
    public int indexOf(Bytes delimiter, int from, Limit limit) {
        int found = indexOf(delimiter, from);
        limit.check(scanned - from);
        return found;
    }

    /** Returns the index that {@link #mark(int)} was given since bytes were last taken, or 0. */
    public int mark() {
        return mark;
    }

    /**
     * Remembers how far a decoder has understood an unfinished event, such as the lines of a head that are whole. Taking
     * bytes sets the mark to 0, so that it cannot point into what comes later: a decoder keeps no indexes of its own.
     */
    public void mark(int index) {
        mark = Objects.checkIndex(index, readable() + 1);
    }

    /** Takes the next {@code count} bytes as a value of their own. */
    public Bytes take(int count) {
        requireReadable(count);
        forgetPlaces();
        assert examined(count);
        if (held.isEmpty()) {
            int limit = piece.limit();
            piece.limit(piece.position() + count);
            Bytes taken = Bytes.copyOf(piece);
            piece.position(piece.limit()).limit(limit);
            return taken;
        }
        hold(count);
        return held.take(count);
    }

    /** Returns a copy of the next {@code count} bytes, and leaves them. */
    public Bytes peek(int count) {
        requireReadable(count);
        assert examined(count);
        byte[] copy = new byte[count];
        for (int i = 0; i < count; i++) {
            copy[i] = at(i);
        }
        return Bytes.copyOf(copy);
    }

    /** Takes the next {@code count} bytes and drops them. */
    public void skip(int count) {
        requireReadable(count);
        forgetPlaces();
        int fromHeld = Math.min(count, held.length());
        held.skip(fromHeld);
        piece.position(piece.position() + count - fromHeld);
    }

    /**
     * Takes the next {@code count} bytes as a view: nothing is copied where they arrived in one piece.
     *
     * @return read-only, and valid until this input is used again or the piece's owner reuses it
     */
    public ByteBuffer takeView(int count) {
        requireReadable(count);
        forgetPlaces();
        if (held.isEmpty()) {
            return viewOfPiece(count);
        }
        hold(count);
        ByteBuffer view = held.asReadOnlyBuffer().limit(count);
        held.skip(count);
        return view;
    }

    /**
     * Takes what has come of the next {@code most} bytes, as a view that is never copied: for what is passed on piece by
     * piece, however long it is.
     *
     * @return as {@link #takeView}; none remain in it if nothing has come or {@code most} is 0
     */
    public ByteBuffer takeAvailable(long most) {
        int source = held.isEmpty() ? piece.remaining() : held.length();
        return takeView((int) Math.min(most, source));
    }

    /** Counts inside an assertion, so that it costs nothing in production. */
    private boolean examined(int bytes) {
        examined += bytes;
        return true;
    }

    private byte at(int index) {
        int inHeld = held.length();
        return index < inHeld
                ? held.byteAt(index)
                : piece.get(piece.position() + Objects.checkIndex(index - inHeld, piece.remaining()));
    }

    private int search(Bytes delimiter, int from) {
        int inHeld = held.length();
        int found = from < inHeld ? held.indexOf(delimiter, from) : -1;
        if (found >= 0) {
            return found;
        }
        int lastAcross = Math.min(inHeld, readable() - delimiter.length() + 1);
        for (int i = Math.max(from, inHeld - delimiter.length() + 1); i < lastAcross; i++) {
            if (isAt(i, delimiter)) {
                return i;
            }
        }
        int start = piece.position();
        int inPiece = ByteSearch.indexOf(piece, delimiter, start + Math.max(0, from - inHeld));
        return inPiece < 0 ? -1 : inHeld + inPiece - start;
    }

    private boolean isAt(int index, Bytes wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (at(index + i) != wanted.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Moves as much of the piece to the bytes held as makes those at least {@code count}. */
    private void hold(int count) {
        int missing = count - held.length();
        if (missing > 0) {
            held.add(viewOfPiece(missing));
        }
    }

    private ByteBuffer viewOfPiece(int count) {
        ByteBuffer view = piece.slice(piece.position(), count);
        piece.position(piece.position() + count);
        return view.isReadOnly() ? view : view.asReadOnlyBuffer();
    }

    private void requireReadable(int count) {
        Objects.checkFromIndexSize(0, count, readable());
    }

    private void forgetPlaces() {
        sought = Bytes.EMPTY;
        soughtFrom = 0;
        scanned = 0;
        mark = 0;
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return "DecoderInput[" + held.length() + " bytes held]";
    }
}

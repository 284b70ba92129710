package dev.sennit.protocol.line;

import dev.sennit.protocol.DecodedInput;
import dev.sennit.protocol.RawDecoder;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;

/**
 * A protocol of lines, to extend: {@link #lineReceived} gets each line without its delimiter.
 *
 * <p>The protocol can leave lines for raw bytes and come back: {@link #rawMode}, {@link #lineMode}, at any byte and as often
 * as it likes. Not a byte is lost and no callback is called from inside another. Where the bytes between lines have a known
 * length or a form of their own, {@link #input} reads them with another decoder.
 *
 * <p>Delivery stops at once, in the middle of what has arrived, when the protocol closes, aborts or pauses reading, or
 * when more waits to be sent than the high mark allows. What has arrived is kept and delivered in order when reading goes
 * on, before anything newer is read.
 *
 * <p>What stands behind the last line end when the peer ends its output is a line too, unless the constructor is given
 * {@link LastLine#DROPPED}. The close reason counts the bytes that were no line when the connection ended
 * ({@link dev.sennit.transport.CloseReason.Ending#unusedBytes}).
 *
 * <p>All callbacks run on the connection's loop, and all methods but {@code sendLine} are to be called there. The
 * transport must be a {@link dev.sennit.transport.Connection}'s, as every factory is given.
 */
public abstract class LineReceiver implements Protocol {
    private final Transport transport;
    /** What ends each line that is sent. */
    private final Bytes delimiter;
    /** What no line to send may have in it. */
    private final Bytes forbidden;

    private final LineDecoder lines;
    private final DecodedInput input;

    /** Creates a receiver of lines of up to 16,384 bytes that end with CR LF. */
    protected LineReceiver(Transport transport) {
        this(transport, LineEnd.CR_LF, LineDecoder.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a receiver of lines of text; a last line without its end is reported.
     *
     * @param end what ends each line, received or sent
     * @param limitBytes the longest line to receive, without its end, 1 or more
     */
    protected LineReceiver(Transport transport, LineEnd end, int limitBytes) {
        this(transport, end, LastLine.REPORTED, limitBytes);
    }

    /**
     * Creates a receiver of lines of text.
     *
     * @param end what ends each line, received or sent
     * @param lastLine what becomes of a last line without its end
     * @param limitBytes the longest line to receive, without its end, 1 or more
     */
    protected LineReceiver(Transport transport, LineEnd end, LastLine lastLine, int limitBytes) {
        this(transport, end.sent(), end.delimiter(), new LineDecoder(end, lastLine, limitBytes));
    }

    /**
     * Creates a receiver with a delimiter of its own; a last line without it is reported.
     *
     * @param delimiter what ends each line, received or sent, 1 byte or more
     * @param limitBytes the longest line to receive, without its delimiter, 1 or more
     */
    protected LineReceiver(Transport transport, Bytes delimiter, int limitBytes) {
        this(transport, delimiter, LastLine.REPORTED, limitBytes);
    }

    /**
     * Creates a receiver with a delimiter of its own.
     *
     * @param delimiter what ends each line, received or sent, 1 byte or more
     * @param lastLine what becomes of a last line without it
     * @param limitBytes the longest line to receive, without its delimiter, 1 or more
     */
    protected LineReceiver(Transport transport, Bytes delimiter, LastLine lastLine, int limitBytes) {
        this(transport, delimiter, delimiter, new LineDecoder(delimiter, lastLine, limitBytes));
    }

    private LineReceiver(Transport transport, Bytes delimiter, Bytes forbidden, LineDecoder lines) {
        this.transport = transport;
        this.delimiter = delimiter;
        this.forbidden = forbidden;
        this.lines = lines;
        this.input = new DecodedInput(transport, lines, this::lineReceived, this::faultFound);
    }

    /** Called for each line, without its delimiter. */
    protected abstract void lineReceived(Bytes line);

    /**
     * Called in {@link #rawMode} with whatever has arrived.
     *
     * @param data read-only, valid until this method returns; what is left in it is dropped unless passed to
     *     {@link #lineMode}
     * @throws UnsupportedOperationException unless overridden
     */
    protected void rawDataReceived(ByteBuffer data) {
        throw new UnsupportedOperationException(getClass().getName() + " has no rawDataReceived, but is in raw mode");
    }

    /**
     * Called when a line is over the limit, before it has ended; and when another decoder of {@link #input} finds something
     * over a limit, which {@link LimitExceededException#what} names. By default the connection is aborted with the fault as its
     * cause.
     *
     * <p>A protocol that returns with the connection still open goes on with the next bytes to arrive, as the beginning
     * of a line.
     *
     * @param fault says what the limit is
     * @param buffered all that had arrived and is not delivered: the line so far, and anything behind it; dropped
     */
    protected void lineLimitExceeded(LimitExceededException fault, Bytes buffered) {
        transport.abort(fault);
    }

    /** Returns the transport that the constructor was given. */
    protected final Transport transport() {
        return transport;
    }

    /**
     * Returns the input, to read with another decoder what stands between lines, or to hand over what is left.
     * {@link #lineMode()} returns to lines.
     */
    protected final DecodedInput input() {
        return input;
    }

    /**
     * Sends a line and the delimiter, from any thread.
     *
     * @throws IllegalArgumentException if the line holds what ends a line, so that the peer would see two lines
     */
    protected final void sendLine(Bytes line) {
        Bytes whole = line.plus(delimiter);
        int end = whole.indexOf(forbidden);
        if (end != whole.length() - forbidden.length()) {
            throw new IllegalArgumentException("a line to send has the delimiter at position " + end + ": " + line);
        }
        transport.write(whole);
    }

    /** Sends a line as UTF-8, otherwise as {@link #sendLine(Bytes)}. */
    protected final void sendLine(String line) {
        sendLine(Bytes.utf8(line));
    }

    /** Leaves lines: from the next byte on, everything goes to {@link #rawDataReceived}. */
    protected final void rawMode() {
        input.read(RawDecoder.unlimited(), this::rawDataReceived);
    }

    /** Goes back to lines, with the next byte that has not been used as the first. */
    protected final void lineMode() {
        lineMode(Bytes.EMPTY);
    }

    /**
     * Goes back to lines.
     *
     * @param extra bytes that were received but not used: they come first; copied
     */
    protected final void lineMode(ByteBuffer extra) {
        input.putFirst(extra);
        input.read(lines, this::lineReceived);
    }

    /** Goes back to lines, as {@link #lineMode(ByteBuffer)}. */
    protected final void lineMode(Bytes extra) {
        lineMode(extra.asReadOnlyBuffer());
    }

    /** Removes and returns what has arrived and is not delivered: for a protocol or layer that takes over. */
    protected final Bytes takeBuffered() {
        return input.takeRest();
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        input.dataReceived(data);
    }

    /**
     * Reports the last line if it has no end, unless this drops it. A subclass that overrides this calls it first.
     *
     * @return {@code false}, which closes the connection
     */
    @Override
    public boolean inputEnded() {
        input.inputEnded();
        return false;
    }

    /** Returns how many bytes have arrived and are no line: the beginning of one. */
    @Override
    public final long unusedBytes() {
        return input.unusedBytes();
    }

    private void faultFound(ProtocolException fault, Bytes rest) {
        if (fault instanceof LimitExceededException over) {
            lineLimitExceeded(over, rest);
        } else {
            // From a decoder that reads between lines.
            transport.abort(fault);
        }
    }
}

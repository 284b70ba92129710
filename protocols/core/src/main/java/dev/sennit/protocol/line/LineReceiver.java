package dev.sennit.protocol.line;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A protocol of lines, to extend: {@link #lineReceived} gets each line without its delimiter.
 *
 * <p>It can leave lines for raw bytes and come back: {@link #rawMode}, {@link #lineMode}, at any byte and as often as it
 * likes. Not a byte is lost and no callback is called from inside another.
 *
 * <p>Delivery stops at once, in the middle of what has arrived, when the protocol closes, aborts or pauses reading, or
 * when more waits to be sent than the high mark allows. What has arrived is kept and delivered in order when reading goes
 * on, before anything newer is read. For this to work, call {@link #transport()} and not the transport that the
 * constructor was given.
 *
 * <p>All callbacks run on the connection's loop, and all methods but those of {@code transport()} and {@code sendLine}
 * are to be called there. One that overrides {@link #writePaused}, {@link #writeResumed} or {@link #connectionLost} calls
 * the overridden method too.
 */
public abstract class LineReceiver implements Protocol {
    private final LineGate gate;
    private final Bytes delimiter;
    private final int limitBytes;
    private LineDecoder decoder;
    private boolean raw;
    private boolean delivering;
    private boolean scheduled;

    /** Creates a receiver of lines of up to 16,384 bytes that end with CR LF. */
    protected LineReceiver(Transport transport) {
        this(transport, LineDecoder.CR_LF, LineDecoder.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a receiver.
     *
     * @param delimiter what ends each line, received or sent, 1 byte or more
     * @param limitBytes the longest line to receive, without its delimiter, 1 or more
     */
    protected LineReceiver(Transport transport, Bytes delimiter, int limitBytes) {
        this.gate = new LineGate(transport, this::continueLater);
        this.delimiter = delimiter;
        this.limitBytes = limitBytes;
        this.decoder = new LineDecoder(delimiter, limitBytes);
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
     * Called when a line is over the limit, before it has ended. By default the connection is aborted with the fault as
     * its cause.
     *
     * <p>A protocol that returns with the connection still open goes on with the next bytes to arrive, as the beginning
     * of a line.
     *
     * @param fault says what the limit is
     * @param buffered all that had arrived and is not delivered: the line so far, and anything behind it; dropped
     */
    protected void lineLimitExceeded(LimitExceeded fault, Bytes buffered) {
        transport().abort(fault);
    }

    /** Returns the transport to use: the one this receiver was given, with an eye on whether lines may be delivered. */
    protected final Transport transport() {
        return gate;
    }

    /**
     * Sends a line and the delimiter, from any thread.
     *
     * @throws IllegalArgumentException if the line holds the delimiter, so that the peer would see two lines
     */
    protected final void sendLine(Bytes line) {
        Bytes whole = line.plus(delimiter);
        int end = whole.indexOf(delimiter);
        if (end != line.length()) {
            throw new IllegalArgumentException("a line to send has the delimiter at position " + end + ": " + line);
        }
        gate.write(whole);
    }

    /** Sends a line as UTF-8, otherwise as {@link #sendLine(Bytes)}. */
    protected final void sendLine(String line) {
        sendLine(Bytes.utf8(line));
    }

    /** Leaves lines: from the next byte on, everything goes to {@link #rawDataReceived}. */
    protected final void rawMode() {
        raw = true;
        continueLater();
    }

    /** Goes back to lines, with the next byte to arrive as the first. */
    protected final void lineMode() {
        lineMode(Bytes.EMPTY);
    }

    /**
     * Goes back to lines.
     *
     * @param extra bytes that were received but not used: they come first; copied
     */
    protected final void lineMode(ByteBuffer extra) {
        lineMode(Bytes.copyOf(extra));
    }

    /** As {@link #lineMode(ByteBuffer)}. */
    protected final void lineMode(Bytes extra) {
        raw = false;
        Bytes behind = decoder.takeRest();
        decoder.feed(extra.asReadOnlyBuffer());
        decoder.feed(behind.asReadOnlyBuffer());
        continueLater();
    }

    /** Removes and returns what has arrived and is not delivered: for a protocol or layer that takes over. */
    protected final Bytes takeBuffered() {
        return decoder.takeRest();
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        if (gate.closing()) {
            return;
        }
        if (raw && !delivering && !decoder.holdsBytes() && gate.open()) {
            deliver(data);
        } else {
            decoder.feed(data);
            deliver(null);
        }
    }

    @Override
    public boolean writePaused() {
        gate.writePaused();
        return false;
    }

    @Override
    public void writeResumed() {
        gate.writeResumed();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        gate.lost();
    }

    /** Delivers what may be delivered: first {@code lent}, if there is any. Calls from inside a callback do nothing. */
    private void deliver(@Nullable ByteBuffer lent) {
        if (delivering) {
            return;
        }
        delivering = true;
        boolean done = false;
        try {
            if (lent != null) {
                rawDataReceived(lent);
            }
            // A loop, so that neither switching modes nor pausing and resuming in a callback makes the stack deeper.
            while (gate.open() && deliverNext()) {}
            done = true;
        } finally {
            delivering = false;
            if (!done) {
                gate.lost();
            }
        }
        gate.settle(decoder.holdsBytes());
    }

    private boolean deliverNext() {
        if (raw) {
            Bytes rest = decoder.takeRest();
            if (!rest.isEmpty()) {
                rawDataReceived(rest.asReadOnlyBuffer());
            }
            return !rest.isEmpty();
        }
        Bytes line;
        try {
            line = decoder.poll();
        } catch (LimitExceeded fault) {
            Bytes buffered = decoder.takeRest();
            decoder = new LineDecoder(delimiter, limitBytes);
            lineLimitExceeded(fault, buffered);
            return true;
        }
        if (line != null) {
            lineReceived(line);
        }
        return line != null;
    }

    /** Sees to it that what is held is delivered, but never from inside the call that asks for it. */
    private void continueLater() {
        if (delivering || scheduled) {
            return;
        }
        if (!decoder.holdsBytes()) {
            gate.settle(false);
            return;
        }
        scheduled = true;
        gate.hold();
        gate.loop().execute(this::continueNow);
    }

    private void continueNow() {
        scheduled = false;
        try {
            deliver(null);
        } catch (Throwable failure) {
            // A task of the loop's own that throws harms nobody: it is this connection that has to end.
            gate.fail(this, failure);
        }
    }
}

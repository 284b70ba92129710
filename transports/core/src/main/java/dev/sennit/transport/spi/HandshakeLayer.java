package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A layer that exchanges bytes with the peer before the bytes of the protocol above begin. After that it passes everything
 * through, at the cost of one comparison.
 *
 * <p>A subclass writes in {@link #begin}, is given the bytes that arrive in {@link #received}, and calls {@link #finish} or
 * {@link #fail} once. Until then the protocol above hears nothing. The writes of a protocol that runs already, or of a
 * factory's {@link ProtocolFactory#prepare}, are kept, and are sent when the handshake is done. A subclass that keeps bytes from
 * one call of {@code received} to the next says so by {@link #holds}.
 *
 * <p>A handshake that takes longer than its timeout fails with {@link #timedOut}. A handshake that the peer cuts short fails
 * with {@link #endedEarly}.
 */
public abstract class HandshakeLayer extends Layer {
    private final HandshakeTimeout timeout;
    private final Pressure pressure = new Pressure();
    private final HeldWrites held = new HeldWrites(pressure);
    private State state = State.HANDSHAKE;
    private long subclassUnsent;
    private long subclassUnused;
    private @Nullable Timer timer;
    /** Read by other threads, which wait for the outcome. */
    private volatile boolean begun;
    /** Read by other threads, which ask for addresses. */
    private volatile boolean done;

    private enum State {
        HANDSHAKE,
        OPEN,
        OVER
    }

    /** Makes a layer whose handshake has this timeout. */
    protected HandshakeLayer(HandshakeTimeout timeout) {
        this.timeout = timeout;
    }

    /** Begins the handshake, now that the carrier below is open. */
    protected abstract void begin();

    /**
     * Takes bytes that arrived before the end of the handshake.
     *
     * @param data lent until this method returns
     */
    protected abstract void received(ByteBuffer data);

    /** Makes the failure of a handshake that takes longer than its timeout. */
    protected Throwable timedOut(HandshakeTimeout exceeded) {
        return new ConnectionBrokenException("the handshake was not done within " + exceeded, null);
    }

    /**
     * Makes the failure of a handshake that the peer ends.
     *
     * @param cause why the connection broke; null if the peer ended it
     */
    protected Throwable endedEarly(@Nullable Throwable cause) {
        return new ConnectionBrokenException("the peer ended the connection before the handshake was done", cause);
    }

    /**
     * Says how many bytes the subclass holds now, beside the writes that this class keeps and counts itself.
     * {@link #finish} sets both numbers to 0.
     */
    @Override
    protected final void holds(long unsentBytes, long unusedBytes) {
        subclassUnsent = unsentBytes;
        subclassUnused = unusedBytes;
        countHeld();
    }

    private void countHeld() {
        super.holds(held.length() + subclassUnsent, subclassUnused);
    }

    /** Returns whether the carrier below has been open. Failures before that have nothing to do with this layer. */
    public final boolean hasBegun() {
        return begun;
    }

    /** Returns whether the handshake has succeeded. From any thread. */
    public final boolean isDone() {
        return done;
    }

    @Override
    public final boolean isHandshaking() {
        return begun && !done;
    }

    /**
     * Ends the handshake, and opens the protocol above.
     *
     * @param early bytes that came behind the handshake
     */
    protected final void finish(Bytes early) {
        if (state != State.HANDSHAKE) {
            return;
        }
        stopTimer();
        done = true;
        state = State.OPEN;
        HeldWrites.End end = held.release(below()::write);
        holds(0, 0);
        switch (end) {
            case OUTPUT -> below().endOutput();
            case CLOSE -> close();
            case NONE -> {}
        }
        pressure.tell(above());
        if (state == State.OPEN) {
            above().connectionMade();
        }
        if (state == State.OPEN && !early.isEmpty()) {
            above().dataReceived(early.asReadOnlyBuffer());
        }
    }

    /** Fails the handshake: resets the connection with this cause. */
    protected final void fail(Throwable cause) {
        if (state == State.HANDSHAKE) {
            abort(cause);
        }
    }

    @Override
    public final void connectionMade() {
        if (state != State.HANDSHAKE) {
            return;
        }
        begun = true;
        timer = loop().after(timeout.left(loop()), () -> fail(timedOut(timeout)));
        begin();
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        if (state == State.OPEN) {
            above().dataReceived(data);
        } else if (state == State.HANDSHAKE) {
            received(data);
        }
    }

    @Override
    public final boolean inputEnded() {
        if (state != State.HANDSHAKE) {
            return above().inputEnded();
        }
        fail(endedEarly(null));
        return true;
    }

    @Override
    public final void connectionLost(CloseReason reason) {
        CloseReason told = begun && state == State.HANDSHAKE ? explained(reason) : reason;
        over();
        above().connectionLost(told);
    }

    private CloseReason explained(CloseReason reason) {
        By by = reason.ending().by();
        if (by != By.PEER && by != By.NETWORK) {
            return reason;
        }
        Throwable cause = reason instanceof Broken broken ? broken.cause() : null;
        return new Broken(endedEarly(cause), reason.ending());
    }

    @Override
    public final void write(ByteBuffer data) {
        if (state != State.HANDSHAKE) {
            below().write(data);
            return;
        }
        held.write(
                data,
                below().feature(WaterMarks.class).orElse(WaterMarks.DEFAULT).highBytes());
        countHeld();
        pressure.tell(above());
    }

    @Override
    public final void endOutput() {
        if (state == State.HANDSHAKE) {
            held.endOutput();
        } else {
            below().endOutput();
        }
    }

    @Override
    public final void close() {
        if (state != State.HANDSHAKE || !held.close()) {
            over();
            below().close();
        }
    }

    @Override
    public final void abort() {
        over();
        below().abort();
    }

    @Override
    public final void abort(Throwable cause) {
        over();
        below().abort(cause);
    }

    @Override
    public final boolean writePaused() {
        pressure.set(Pressure.Source.CARRIER, true);
        pressure.tell(above());
        return true;
    }

    @Override
    public final void writeResumed() {
        pressure.set(Pressure.Source.CARRIER, false);
        pressure.tell(above());
    }

    private void over() {
        state = State.OVER;
        held.drop();
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

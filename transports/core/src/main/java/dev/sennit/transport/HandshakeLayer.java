package dev.sennit.transport;

import dev.sennit.transport.CloseReason.Broken;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A layer that says something, or waits for it, before the bytes of those above begin; after that it passes everything
 * through, at the cost of one comparison.
 *
 * <p>A subclass writes in {@link #begin}, is given what arrives in {@link #received}, and calls {@link #finish} or
 * {@link #fail} once. Meanwhile those above hear nothing. What they write before the end, which they can only on a
 * connection that was open when the layer was pushed, waits, and counts for the pressure.
 *
 * <p>A handshake that takes longer than its limit, or is cut short by the other side, fails as the subclass says.
 */
public abstract class HandshakeLayer extends Layer {
    private static final int HELD_MARK_BYTES = 64 * 1024;

    private enum State {
        SHAKING,
        /** Done, but what came after the handshake in the same piece has not been delivered. */
        REST,
        OPEN,
        OVER
    }

    private final HandshakeTimeout limit;
    private final ByteQueue held = new ByteQueue();
    private State state = State.SHAKING;
    private Bytes rest = Bytes.EMPTY;
    private @Nullable Timer deadline;
    /** Read by whoever waits for the outcome, on any thread. */
    private volatile boolean begun;
    /** Read by other threads, which ask for addresses. */
    private volatile boolean done;

    private boolean pausedAbove;
    private boolean overBelow;
    private boolean overHeld;
    private boolean endsOutputAfter;
    private boolean closesAfter;

    /** Makes a layer whose handshake may take so long. */
    protected HandshakeLayer(HandshakeTimeout limit) {
        this.limit = limit;
    }

    /** What is below is open: say what is to be said first, if anything. */
    protected abstract void begin();

    /**
     * Bytes arrived before the end of the handshake.
     *
     * @param data lent until this method returns
     */
    protected abstract void received(ByteBuffer data);

    /** Makes the failure for a handshake that takes longer than its limit. */
    protected abstract Throwable timedOut(HandshakeTimeout exceeded);

    /**
     * Makes the failure for a connection that the other side ends during the handshake.
     *
     * @param cause why it broke; null if it was closed
     */
    protected abstract Throwable endedEarly(@Nullable Throwable cause);

    /** Whether what is below has been open; what failed before that has nothing to do with this layer. */
    public final boolean hasBegun() {
        return begun;
    }

    /** Whether the handshake is over and has succeeded; from any thread. */
    public final boolean isDone() {
        return done;
    }

    /**
     * The handshake is done: opens what is above.
     *
     * @param early bytes that came behind it
     */
    protected final void finish(Bytes early) {
        if (state != State.SHAKING) {
            return;
        }
        stopDeadline();
        done = true;
        state = State.REST;
        rest = early;
        releaseHeld();
        if (state != State.REST) {
            return;
        }
        if (pausedAbove) {
            below().pauseReading();
        }
        above().connectionMade();
        deliverRest();
    }

    /** The handshake has failed: ends the connection with this cause. */
    protected final void fail(Throwable cause) {
        if (state == State.SHAKING) {
            over();
            below().abort(cause);
        }
    }

    @Override
    public final void connectionMade() {
        begun = true;
        deadline = loop().after(limit.left(loop()), () -> fail(timedOut(limit)));
        begin();
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        if (state == State.OPEN) {
            above().dataReceived(data);
        } else if (state == State.SHAKING) {
            received(data);
        } else if (state == State.REST) {
            rest = rest.plus(Bytes.copyOf(data));
        }
    }

    @Override
    public final boolean inputEnded() {
        if (state != State.SHAKING) {
            return above().inputEnded();
        }
        fail(endedEarly(null));
        return true;
    }

    @Override
    public final void connectionLost(CloseReason reason) {
        CloseReason told = state == State.SHAKING ? explained(reason) : reason;
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
        if (state != State.SHAKING) {
            below().write(data);
            return;
        }
        held.add(data);
        holds(held.length(), 0);
        if (!overHeld && held.length() > HELD_MARK_BYTES) {
            overHeld = true;
            if (!overBelow) {
                above().writePaused();
            }
        }
    }

    @Override
    public final void endOutput() {
        if (state == State.SHAKING) {
            endsOutputAfter = true;
        } else {
            below().endOutput();
        }
    }

    @Override
    public final void close() {
        if (state == State.SHAKING && !held.isEmpty()) {
            closesAfter = true;
        } else {
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
        overBelow = true;
        return overHeld || above().writePaused();
    }

    @Override
    public final void writeResumed() {
        overBelow = false;
        if (!overHeld) {
            above().writeResumed();
        }
    }

    @Override
    public final void pauseReading() {
        pausedAbove = true;
        if (state != State.SHAKING) {
            below().pauseReading();
        }
    }

    @Override
    public final void resumeReading() {
        pausedAbove = false;
        if (state == State.REST) {
            loop().execute(() -> {
                deliverRest();
                if (!pausedAbove) {
                    below().resumeReading();
                }
            });
        } else if (state != State.SHAKING) {
            below().resumeReading();
        }
    }

    @Override
    public final boolean isReading() {
        return state == State.OPEN && below().isReading();
    }

    private void deliverRest() {
        if (state != State.REST || pausedAbove) {
            return;
        }
        state = State.OPEN;
        Bytes early = rest;
        rest = Bytes.EMPTY;
        if (!early.isEmpty()) {
            above().dataReceived(early.asReadOnlyBuffer());
        }
    }

    /** Sends what those above have written during the handshake, and then does what they have asked for after it. */
    private void releaseHeld() {
        if (!held.isEmpty()) {
            Bytes early = held.takeAll();
            holds(0, 0);
            below().write(early.asReadOnlyBuffer());
        }
        if (overHeld) {
            overHeld = false;
            if (!overBelow) {
                above().writeResumed();
            }
        }
        if (closesAfter) {
            close();
        } else if (endsOutputAfter) {
            below().endOutput();
        }
    }

    private void over() {
        state = State.OVER;
        rest = Bytes.EMPTY;
        held.clear();
        stopDeadline();
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }
}

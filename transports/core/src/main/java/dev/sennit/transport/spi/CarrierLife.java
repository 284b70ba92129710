package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Traffic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a carrier's two directions have come, and in the end why: what every bottom of a stack has to keep straight.
 * For those who write transports; for the loop.
 *
 * <p>A method that begins or notes an end, and returns a boolean, returns true for the first call that changes anything, and false for
 * later ones. A superclass,
 * since an object of its own would cost memory of every idle connection.
 */
public abstract class CarrierLife {
    private final long openedNanos;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private boolean closing;
    private long bytesReceived;
    private long bytesSent;
    private @Nullable By endedBy;
    /** Set once it has ended. */
    private @Nullable CloseReason reason;

    /**
     * Makes a carrier that is open from now on.
     *
     * @param loop the same as {@link #loop}
     */
    protected CarrierLife(EventLoop loop) {
        this.openedNanos = loop.nanoTime();
    }

    /** Returns the loop of the connection. From any thread. */
    public abstract EventLoop loop();

    /** Returns how many bytes were written and not sent. From any thread; elsewhere than on the loop it may be out of date. */
    protected abstract long unsentBytes();

    /** Counts bytes that came. */
    protected final void noteReceived(long bytes) {
        bytesReceived += bytes;
    }

    /** Counts bytes that went. */
    protected final void noteSent(long bytes) {
        bytesSent += bytes;
    }

    /** Bytes sent so far. */
    protected final long bytesSent() {
        return bytesSent;
    }

    /** What has passed so far, or until it ended. */
    protected final Traffic traffic() {
        CloseReason known = reason;
        return known != null
                ? known.ending().traffic()
                : new Traffic(
                        bytesReceived, bytesSent, unsentBytes(), Duration.ofNanos(loop().nanoTime() - openedNanos));
    }

    /** The peer has ended its output. */
    protected final void noteInputEnded() {
        inputEnded = true;
        noteEndedBy(By.PEER);
    }

    /** {@code endOutput} was called. */
    protected final boolean beginEndingOutput() {
        boolean first = takesOutput();
        outputEnding = true;
        return first;
    }

    /** All was sent, and the peer told that no more comes. */
    protected final void noteOutputEnded() {
        outputEnded = true;
    }

    /** {@code close} was called. */
    protected final boolean beginClosing() {
        boolean first = !closing && !isOver();
        closing = true;
        noteEndedBy(By.US);
        return first;
    }

    /** Both sides said all they had to say. */
    protected final boolean noteEnd() {
        return end(endedBy == null ? By.US : endedBy, null, false);
    }

    /**
     * It ends here and now, for good.
     *
     * @param why the cause, or null for an abort without one
     */
    protected final boolean noteAbort(By by, @Nullable Throwable why) {
        if (why != null && reason instanceof CloseReason.Aborted aborted) {
            // connectionLost is on its way: a bug found meanwhile is not masked.
            reason = new CloseReason.Broken(why, aborted.ending());
        }
        return end(by, why, true);
    }

    /** The reason to tell, once it has ended. */
    protected final CloseReason reason() {
        CloseReason known = reason;
        if (known == null) {
            throw new IllegalStateException("not ended yet");
        }
        return known;
    }

    /** Whether it has ended: nothing may be delivered but {@code connectionLost}. */
    protected final boolean isOver() {
        return reason != null;
    }

    /** Whether {@code close} was called. */
    protected final boolean isClosing() {
        return closing;
    }

    /** Whether the peer has ended its output. */
    protected final boolean isInputEnded() {
        return inputEnded;
    }

    /** Whether {@code endOutput} or {@code close} was called. */
    protected final boolean isOutputEnding() {
        return outputEnding;
    }

    /** Whether the peer was told that no more comes. */
    protected final boolean isOutputEnded() {
        return outputEnded;
    }

    /** Whether both directions have ended. */
    protected final boolean bothEnded() {
        return inputEnded && outputEnded;
    }

    /** Whether what arrives may be delivered. */
    protected final boolean takesInput() {
        return !inputEnded && !closing && reason == null;
    }

    /** Whether what is written is sent. */
    protected final boolean takesOutput() {
        return !outputEnding && reason == null;
    }

    private void noteEndedBy(By by) {
        if (endedBy == null) {
            endedBy = by;
        }
    }

    private boolean end(By by, @Nullable Throwable why, boolean reset) {
        if (reason != null) {
            return false;
        }
        Phase phase = closing ? Phase.CLOSING : inputEnded || outputEnding ? Phase.HALF_CLOSED : Phase.OPEN;
        Ending ending = new Ending(by, phase, traffic());
        if (why != null) {
            reason = new CloseReason.Broken(why, ending);
        } else {
            reason = reset ? new CloseReason.Aborted(ending) : new CloseReason.Clean(ending);
        }
        return true;
    }
}

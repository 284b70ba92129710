package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a carrier's two directions have come, and in the end why: what every bottom of a stack has to keep straight.
 * For those who write transports; for the loop.
 *
 * <p>The verbs that begin something answer whether this was the first call and there is anything left to do.
 */
public class CarrierLife {
    private final Clock clock;
    private final long openedNanos;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private boolean closing;
    private boolean reset;
    private long bytesReceived;
    private long bytesSent;
    private @Nullable By endedBy;
    private @Nullable Throwable cause;
    private @Nullable Ending ending;

    /** A carrier that is open from now on. */
    public CarrierLife(Clock clock) {
        this.clock = clock;
        this.openedNanos = clock.nanoTime();
    }

    /** Returns how many bytes are written and not sent; by default none, for a carrier that keeps nothing back. */
    protected long unsentBytes() {
        return 0;
    }

    /** Counts bytes that came. */
    public final void received(long bytes) {
        bytesReceived += bytes;
    }

    /** Counts bytes that went. */
    public final void sent(long bytes) {
        bytesSent += bytes;
    }

    /** Bytes sent so far. */
    public final long bytesSent() {
        return bytesSent;
    }

    /** What has passed so far, or until it ended. */
    public final Traffic traffic() {
        Ending known = ending;
        return known != null
                ? known.traffic()
                : new Traffic(
                        bytesReceived, bytesSent, unsentBytes(), Duration.ofNanos(clock.nanoTime() - openedNanos));
    }

    /** The peer has ended its output. */
    public final void inputEnded() {
        inputEnded = true;
        noteEndedBy(By.PEER);
    }

    /** {@code endOutput} was called. */
    public final boolean beginEndingOutput() {
        boolean first = takesOutput();
        outputEnding = true;
        return first;
    }

    /** All was sent, and the peer told that no more comes. */
    public final void outputEnded() {
        outputEnded = true;
    }

    /** {@code close} was called. */
    public final boolean beginClosing() {
        boolean first = !closing && !isOver();
        closing = true;
        noteEndedBy(By.US);
        return first;
    }

    /** Both sides said all they had to say. */
    public final boolean end() {
        return end(endedBy == null ? By.US : endedBy, null, false);
    }

    /**
     * It ends here and now, for good.
     *
     * @param why the cause, or null for an abort without one
     */
    public final boolean abort(By by, @Nullable Throwable why) {
        if (ending != null && reset && cause == null) {
            // connectionLost is on its way: a bug found meanwhile is not masked.
            cause = why;
        }
        return end(by, why, true);
    }

    /** The reason to tell, once it has ended. */
    public final CloseReason reason() {
        Ending known = ending;
        if (known == null) {
            throw new IllegalStateException("not ended yet");
        }
        if (cause != null) {
            return new CloseReason.Broken(cause, known);
        }
        return reset ? new CloseReason.Aborted(known) : new CloseReason.Clean(known);
    }

    /** Whether it has ended: nothing may be delivered but {@code connectionLost}. */
    public final boolean isOver() {
        return ending != null;
    }

    /** Whether {@code close} was called. */
    public final boolean isClosing() {
        return closing;
    }

    /** Whether the peer has ended its output. */
    public final boolean isInputEnded() {
        return inputEnded;
    }

    /** Whether {@code endOutput} or {@code close} was called. */
    public final boolean isOutputEnding() {
        return outputEnding;
    }

    /** Whether the peer was told that no more comes. */
    public final boolean isOutputEnded() {
        return outputEnded;
    }

    /** Whether both directions have ended. */
    public final boolean bothEnded() {
        return inputEnded && outputEnded;
    }

    /** Whether what arrives may be delivered. */
    public final boolean takesInput() {
        return !inputEnded && !closing && ending == null;
    }

    /** Whether what is written is sent. */
    public final boolean takesOutput() {
        return !outputEnding && ending == null;
    }

    private void noteEndedBy(By by) {
        if (endedBy == null) {
            endedBy = by;
        }
    }

    private boolean end(By by, @Nullable Throwable why, boolean asReset) {
        if (ending != null) {
            return false;
        }
        Phase phase = closing ? Phase.CLOSING : inputEnded || outputEnding ? Phase.HALF_CLOSED : Phase.OPEN;
        ending = new Ending(by, phase, traffic());
        cause = why;
        reset = asReset;
        return true;
    }
}

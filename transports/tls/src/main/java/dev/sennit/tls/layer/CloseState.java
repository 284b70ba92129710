package dev.sennit.tls.layer;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the two directions of TLS have ended, and in the end why. The carrier below knows of its own end only.
 */
final class CloseState {
    /** The most that a peer may still send after close() before its close_notify is waited for no longer. */
    private static final int MOST_DISCARDED_BYTES = 1 << 20;

    /** {@code close} was called. */
    private boolean closing;
    /** Our close_notify was sent. */
    private boolean outputEnded;
    /** The peer's close_notify came, or what stands for it. */
    private boolean inputEnded;
    /** The carrier's input has ended. */
    private boolean carrierEnded;

    /** Something was written after the peer's close_notify, which a peer that ends need not read. */
    private boolean writtenLate;

    private int discardedBytes;

    /** Whose end came first. */
    private @Nullable By endedBy;

    private @Nullable TlsFailedException failure;

    void beginClosing() {
        closing = true;
        endedBy = endedBy == null ? By.US : endedBy;
    }

    void endInput() {
        inputEnded = true;
        endedBy = endedBy == null ? By.PEER : endedBy;
    }

    void endOutput() {
        outputEnded = true;
    }

    void endCarrier() {
        carrierEnded = true;
    }

    /** The protocol writes, and may do so. */
    void noteWrite() {
        writtenLate |= inputEnded;
    }

    /** Counts bytes of the peer that come after close(); returns whether they are too many. */
    boolean discards(int bytes) {
        discardedBytes += bytes;
        return discardedBytes > MOST_DISCARDED_BYTES;
    }

    void fail(TlsFailedException found) {
        failure = found;
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    boolean isOutputEnded() {
        return outputEnded;
    }

    boolean isCarrierEnded() {
        return carrierEnded;
    }

    /** TLS 1.2 knows no half-open connection: a side that hears close_notify ends too (RFC 5246, section 7.2.1). */
    boolean areBoth(@Nullable TlsSession agreed) {
        return inputEnded && (outputEnded || (agreed != null && agreed.version() == TlsVersion.TLS_1_2));
    }

    Optional<TlsFailedException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * The carrier's reason, with what it does not know: whose end came first, and how far TLS had come.
     *
     * @param opening whether the protocol was not made yet
     */
    CloseReason reason(CloseReason carriers, boolean opening) {
        Ending ending = carriers.ending();
        TlsFailedException known = failure;
        if (known != null) {
            boolean byPeer = known.kind() == Kind.REFUSED_BY_PEER || known.kind() == Kind.TRUNCATED;
            return new CloseReason.Broken(known, ending(ending, byPeer ? By.PEER : By.US, opening));
        }
        if (carriers instanceof CloseReason.Clean || isResetAfterBothEnds(carriers)) {
            By by = endedBy;
            return new CloseReason.Clean(ending(ending, by == null ? ending.by() : by, opening));
        }
        Ending same = ending(ending, ending.by(), opening);
        return carriers instanceof CloseReason.Broken broken
                ? new CloseReason.Broken(broken.cause(), same)
                : new CloseReason.Aborted(same);
    }

    /**
     * Whether the peer resets a connection that both sides have ended with close_notify, as load balancers do in place of a
     * TCP end. It has nothing more to say and we have not, so nothing is lost, unless some of our bytes were never sent.
     */
    private boolean isResetAfterBothEnds(CloseReason carriers) {
        Ending ending = carriers.ending();
        return carriers instanceof CloseReason.Broken broken
                && broken.cause() instanceof ConnectionBrokenException
                && ending.by() == By.PEER
                && inputEnded
                && outputEnded
                && !writtenLate
                && ending.traffic().bytesUnsent() == 0;
    }

    private Ending ending(Ending carriers, By by, boolean opening) {
        Phase phase = carriers.phase();
        if (opening) {
            phase = Phase.OPENING;
        } else if (closing) {
            phase = Phase.CLOSING;
        } else if (inputEnded || outputEnded) {
            phase = Phase.HALF_CLOSED;
        }
        return new Ending(by, phase, carriers.traffic());
    }
}

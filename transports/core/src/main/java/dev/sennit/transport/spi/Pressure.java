package dev.sennit.transport.spi;

import dev.sennit.transport.Protocol;

/**
 * Whether a writer is to pause: whether any source has more bytes waiting to be sent than its high mark, and what the writer
 * was told. A connection has one for its protocol, and a layer that holds bytes back has one for what is above it.
 *
 * <p>Called on the loop, except {@link #isOver()}, which may be called from any thread.
 */
public final class Pressure {
    /** Where bytes wait to be sent. */
    public enum Source {
        /** The carrier below, as its {@code writePaused} and {@code writeResumed} say. */
        CARRIER(1),
        /** The files that the connection sends piece by piece, and the writes behind them. */
        FILES(2),
        /** Writes that wait for the end of a handshake. */
        HELD(4);

        private final int bit;

        Source(int bit) {
            this.bit = bit;
        }
    }

    /** What the writer is to be told. */
    public enum Change {
        NONE,
        PAUSE,
        RESUME
    }

    /** One bit for each source that is over its mark. */
    private volatile byte over;

    private boolean toldToPause;

    /** Makes the pressure of a writer that may write. */
    public Pressure() {}

    /** Sets whether more bytes wait in a source than its high mark allows. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only the loop writes it.
    public void set(Source source, boolean isOver) {
        over = (byte) (isOver ? over | source.bit : over & ~source.bit);
    }

    /** Returns whether any source is over its mark. From any thread. */
    public boolean isOver() {
        return over != 0;
    }

    /** Returns whether this source is over its mark. */
    public boolean isOver(Source source) {
        return (over & source.bit) != 0;
    }

    /** Returns what the writer is to be told now. The writer counts as told. */
    public Change next() {
        boolean pauses = isOver();
        if (pauses == toldToPause) {
            return Change.NONE;
        }
        toldToPause = pauses;
        return pauses ? Change.PAUSE : Change.RESUME;
    }

    /** Tells the writer by its {@code writePaused} or {@code writeResumed} if there is a change to tell. For layers. */
    public void tell(Protocol writer) {
        switch (next()) {
            case PAUSE -> writer.writePaused();
            case RESUME -> writer.writeResumed();
            case NONE -> {}
        }
    }

    /** Forgets what the writer was told, because another writer takes its place. */
    public void forgetTold() {
        toldToPause = false;
    }
}

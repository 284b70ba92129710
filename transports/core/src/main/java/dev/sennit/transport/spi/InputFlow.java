package dev.sennit.transport.spi;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection for its input: whether the protocol may hear of it now, and what is kept for the protocol
 * meanwhile. A carrier stops at once when it is paused. Kept are bytes that a layer had unpacked before, bytes that the
 * protocol gave back, and bytes that one protocol handed to the next; and the end of input behind them.
 *
 * <p>A superclass, since an object of its own would cost memory of every idle connection. Its table of answers is its test.
 */
abstract class InputFlow {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private boolean pausedByProtocol;
    private boolean pausedByMarks;
    /** A layer has not passed connectionMade on: it must be able to read, whatever the protocol has paused. */
    private boolean handshaking = true;
    /** The protocol is in dataReceived: what a layer pushed there unpacks at once waits for a turn of its own. */
    private boolean delivering;
    /** The end of input has arrived. */
    private boolean ended;
    /** Made when there is something to keep. */
    private @Nullable Kept kept;

    /** What becomes of input. */
    enum Answer {
        /** The protocol hears of it now. */
        DELIVER,
        /** It is kept behind the input that is kept already. */
        KEEP,
        /** Nothing is delivered or read, because reading is paused. */
        STOP,
        /** Nothing is kept, so the carrier may read on. */
        READ
    }

    /** Returns what becomes of input that arrives now: DELIVER or KEEP. */
    final Answer inputArriving() {
        return isInputPaused() || delivering || keepsInput() ? Answer.KEEP : Answer.DELIVER;
    }

    /** Returns what is to be done next: STOP, DELIVER what is kept in a turn of its own, or READ. */
    final Answer inputNext() {
        if (isInputPaused()) {
            return Answer.STOP;
        }
        return keepsInput() ? Answer.DELIVER : Answer.READ;
    }

    final boolean isInputPaused() {
        return pausedByProtocol || pausedByMarks;
    }

    /** The protocol pauses or resumes reading. Returns whether that is a change. */
    final boolean pausedByProtocol(boolean paused) {
        boolean changes = pausedByProtocol != paused;
        pausedByProtocol = paused;
        return changes;
    }

    /** Reading is paused because the protocol does not stop writing, or no longer. */
    final void pausedByMarks(boolean paused) {
        pausedByMarks = paused;
    }

    /** A new protocol has paused nothing. */
    final void resumeInput() {
        pausedByProtocol = false;
        pausedByMarks = false;
    }

    final void handshaking(boolean value) {
        handshaking = value;
    }

    /** Returns whether a layer's handshake reads: then the carrier reads on while the protocol is paused. */
    final boolean isHandshaking() {
        return handshaking;
    }

    final void delivering(boolean value) {
        delivering = value;
    }

    /** Whether anything waits for its turn. An end behind the bytes that are being delivered begins to wait after them. */
    final boolean keepsInput() {
        Kept some = kept;
        return some != null && some.waits();
    }

    final int keptInputBytes() {
        Kept some = kept;
        return some == null ? 0 : some.length();
    }

    final void keepInput(ByteBuffer data) {
        some().add(data);
    }

    /**
     * Keeps bytes that come before those kept already. A protocol that pauses after each message gives the rest back each
     * time: that is copied only once half of it has been used, so that all copies together cost no more than the bytes, and
     * few bytes hold little memory.
     */
    final void keepInputFirst(ByteBuffer data) {
        Kept some = some();
        if (!some.takesBack(data)) {
            ByteBuffer later = some.takeBytes();
            if (data.hasRemaining()) {
                some.add(data);
            }
            if (later.hasRemaining()) {
                some.add(later);
            }
            forgetNothing();
        }
    }

    /** Takes all bytes that are kept. */
    final ByteBuffer takeInput() {
        Kept some = kept;
        ByteBuffer taken = some == null ? NOTHING : some.takeBytes();
        forgetNothing();
        return taken;
    }

    /** These bytes, which were taken from here, are being delivered. */
    final void deliveryBegins(ByteBuffer taken) {
        some().deliver(taken);
    }

    /** The delivery of bytes that were kept is over. */
    final void deliveryEnds() {
        Kept some = kept;
        if (some != null) {
            some.delivered();
            forgetNothing();
        }
    }

    /** Notes that the end of input arrived. Returns false if it had arrived before: a layer may tell it before its carrier. */
    final boolean endInput() {
        boolean isNew = !ended;
        ended = true;
        return isNew;
    }

    /** Returns whether the end of input has arrived. */
    final boolean hasInputEnded() {
        return ended;
    }

    /** Keeps the end of input behind the bytes that are kept. */
    final void keepInputEnd() {
        some().end = true;
    }

    /** Returns whether the end of input is kept, and forgets it. */
    final boolean takeInputEnd() {
        Kept some = kept;
        boolean end = some != null && some.end;
        if (some != null) {
            some.end = false;
            forgetNothing();
        }
        return end;
    }

    /**
     * A new layer takes over the end of input: what is above it has not heard of the end, unless it heard it before.
     *
     * @return whether the layer is to hear of the end
     */
    final boolean passInputEnd() {
        boolean passes = ended;
        ended = passes && !takeInputEnd();
        return passes;
    }

    /** Forgets all that is kept. Returns whether there were bytes. */
    final boolean dropKeptInput() {
        boolean had = keptInputBytes() > 0;
        kept = null;
        return had;
    }

    private Kept some() {
        Kept some = kept;
        if (some == null) {
            some = new Kept();
            kept = some;
        }
        return some;
    }

    private void forgetNothing() {
        Kept some = kept;
        if (some != null && !some.waits() && !some.firstInDelivery && !some.end) {
            kept = null;
        }
    }

    /** Input that waits. */
    private static final class Kept {
        /** Bytes that were kept and taken before; in memory of their own, not a carrier's. They come before the others. */
        private ByteBuffer first = NOTHING;
        /** Whether the first bytes are being delivered: then they are not kept, unless they are given back. */
        private boolean firstInDelivery;

        private @Nullable ByteQueue queue;
        private boolean end;

        private boolean waits() {
            return queue != null || (!firstInDelivery && (end || first.hasRemaining()));
        }

        private int length() {
            ByteQueue behind = queue;
            return (firstInDelivery ? 0 : first.remaining()) + (behind == null ? 0 : behind.length());
        }

        private void add(ByteBuffer data) {
            ByteQueue behind = queue;
            if (behind == null) {
                behind = new ByteQueue();
                queue = behind;
            }
            behind.add(data.duplicate());
        }

        /** Takes the rest of the delivery back without a copy, if more than half of it is left. The protocol may read on in it. */
        @SuppressWarnings("ReferenceEquality") // the same memory, not equal bytes
        private boolean takesBack(ByteBuffer data) {
            boolean takes = firstInDelivery && data == first && data.remaining() >= data.capacity() / 2;
            if (takes) {
                first = data.duplicate();
                firstInDelivery = false;
            }
            return takes;
        }

        private ByteBuffer takeBytes() {
            ByteBuffer taken = NOTHING;
            if (!firstInDelivery) {
                taken = first;
                first = NOTHING;
            }
            ByteQueue behind = queue;
            queue = null;
            if (behind == null) {
                return taken;
            }
            Bytes rest = behind.takeAll();
            return (taken.hasRemaining() ? Bytes.copyOf(taken).plus(rest) : rest).asReadOnlyBuffer();
        }

        private void deliver(ByteBuffer taken) {
            first = taken;
            firstInDelivery = true;
        }

        private void delivered() {
            if (firstInDelivery) {
                firstInDelivery = false;
                first = NOTHING;
            }
        }
    }
}

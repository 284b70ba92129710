package dev.sennit.transport.example;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.spi.StreamCarrier;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a pipe: a complete transport in small. One piece at a time is under way to the other end; the next follows when
 * that has been delivered. So a reader that pauses holds up its writer.
 */
final class PipeEnd extends StreamCarrier {
    private static final int MOST_BYTES = 64 * 1024;

    final PipeEnd other;
    private final ByteQueue unsent = new ByteQueue();
    private boolean pieceUnderWay;
    private @Nullable Bytes arrived;
    private boolean endArrived;

    /** Makes both ends, which live on a loop each. */
    PipeEnd(Ends ends, EventLoop loop, WaterMarks marks, EventLoop otherLoop, WaterMarks otherMarks) {
        super(loop, ends, marks, CloseTimeouts.DEFAULT);
        this.other = new PipeEnd(ends.reversed(), otherLoop, otherMarks, this);
    }

    private PipeEnd(Ends ends, EventLoop loop, WaterMarks marks, PipeEnd other) {
        super(loop, ends, marks, CloseTimeouts.DEFAULT);
        this.other = other;
    }

    @Override
    protected void send(ByteBuffer data) {
        unsent.add(data);
        // In a later turn, since the protocol must not hear of it from inside its own call.
        later(this::flush);
    }

    @Override
    protected long unsentBytes() {
        return unsent.length();
    }

    @Override
    protected void wantInput(boolean wanted) {
        later(this::receive);
    }

    @Override
    protected void sendEnd() {
        atOther(reader -> {
            reader.endArrived = true;
            reader.receive();
        });
        endSent();
    }

    @Override
    protected void release(boolean reset) {
        unsent.clear();
        arrived = null;
        if (reset) {
            atOther(PipeEnd::resetArrives);
        }
    }

    @Override
    protected boolean hasArrived() {
        return arrived != null || endArrived;
    }

    private void flush() {
        if (!pieceUnderWay && !unsent.isEmpty()) {
            pieceUnderWay = true;
            Bytes piece = unsent.take(Math.min(unsent.length(), MOST_BYTES));
            sent(piece.length());
            atOther(reader -> reader.pieceArrives(piece));
        }
        holdsUnsent(unsent.length());
        flushed(unsent.length());
    }

    private void receive() {
        Bytes piece = arrived;
        if (piece != null && wantsInput()) {
            arrived = null;
            deliver(piece.asReadOnlyBuffer());
            atOther(sender -> {
                sender.pieceUnderWay = false;
                sender.flush();
            });
        }
        if (endArrived && wantsInput()) {
            endArrived = false;
            inputDone();
        }
        checkDelivered();
    }

    private void pieceArrives(Bytes piece) {
        if (isOver()) {
            atOther(PipeEnd::resetArrives);
        } else {
            arrived = piece;
            receive();
        }
    }

    private void resetArrives() {
        abort(By.PEER, new ConnectionBrokenException("the peer reset the connection", null));
    }

    private void atOther(Consumer<PipeEnd> task) {
        try {
            other.later(() -> task.accept(other));
        } catch (RejectedExecutionException itsLoopHasEnded) {
            later(this::resetArrives);
        }
    }
}

package dev.sennit.testing;

import dev.sennit.memory.LentBuffer;
import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.StreamCarrier;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** A carrier without another end: keeps what is written, and hands up what a test says has arrived. */
final class RecordingCarrier extends StreamCarrier {
    private final ByteQueue written = new ByteQueue();
    private final Queue<Bytes> arrived = new ArrayDeque<>();
    private boolean writesPaused;
    private boolean endArrived;

    RecordingCarrier(RecordingLoop loop, Address local, Address peer) {
        super(loop, new Ends(local, peer), WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
    }

    void arrive(Bytes bytes) {
        if (endArrived) {
            throw new IllegalStateException("the peer has ended its output; nothing can arrive any more");
        }
        arrived.add(bytes);
        later(this::deliver);
    }

    void arriveEnd() {
        endArrived = true;
        later(this::deliver);
    }

    void pauseWrites() {
        if (!life().isOver()) {
            writesPaused = true;
            checkHighMark(Long.MAX_VALUE);
        }
    }

    void resumeWrites() {
        writesPaused = false;
        flushed(0);
    }

    ByteQueue written() {
        return written;
    }

    boolean isClosed() {
        return life().isClosing() || life().isOver();
    }

    boolean isAborted() {
        return life().isOver()
                && !(life().reason() instanceof CloseReason.Clean)
                && life().reason().ending().by() == By.US;
    }

    boolean outputEnded() {
        return !life().takesOutput();
    }

    boolean isPaused() {
        return isReadingPaused();
    }

    void lose(Throwable cause) {
        abort(By.PEER, cause);
    }

    @Override
    protected void send(ByteBuffer data) {
        sent(data.remaining());
        written.add(data);
    }

    @Override
    protected long unsentBytes() {
        return 0;
    }

    @Override
    protected boolean hasUnsent() {
        return writesPaused;
    }

    @Override
    protected void wantInput(boolean wanted) {
        if (wanted) {
            later(this::deliver);
        }
    }

    @Override
    protected void sendEnd() {
        endSent();
        later(this::deliver);
    }

    @Override
    protected void release(boolean reset) {
        arrived.clear();
    }

    private void deliver() {
        if (!wantsInput()) {
            return;
        }
        Bytes next = arrived.poll();
        if (life().isClosing()) {
            // A peer that is closed on closes too; one that is half-closed on does as the test says.
            if (life().isOutputEnded()) {
                inputDone();
            }
        } else if (next != null) {
            received(next.length());
            later(this::deliver);
            LentBuffer.deliver(next, above());
        } else if (endArrived) {
            inputDone();
        }
    }
}

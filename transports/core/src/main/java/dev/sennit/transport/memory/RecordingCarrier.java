package dev.sennit.transport.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A carrier without another end: keeps what is written, and hands up what a test says has arrived. */
final class RecordingCarrier implements Carrier {
    private final RecordingLoop loop;
    private final MemoryConnection.Ends ends;
    private final ByteQueue written = new ByteQueue();
    private final Queue<Bytes> arrived = new ArrayDeque<>();
    private Protocol above = new Refusal("nothing is carried yet");
    private boolean readingPaused;
    private boolean writesPaused;
    private boolean endArrived;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean closing;
    private boolean aborted;
    private boolean over;
    private @Nullable Throwable cause;
    private @Nullable By endedBy;
    private long bytesReceived;
    private long bytesSent;

    RecordingCarrier(RecordingLoop loop, MemoryConnection.Ends ends) {
        this.loop = loop;
        this.ends = ends;
    }

    void begin() {
        tell(() -> above.connectionMade());
    }

    void arrive(Bytes bytes) {
        if (endArrived) {
            throw new IllegalStateException("the peer has ended its output; nothing can arrive any more");
        }
        arrived.add(bytes);
        deliverLater();
    }

    void arriveEnd() {
        endArrived = true;
        deliverLater();
    }

    void pauseWrites() {
        if (!writesPaused && !over) {
            writesPaused = true;
            above.writePaused();
        }
    }

    void resumeWrites() {
        if (writesPaused && !over) {
            writesPaused = false;
            tell(above::writeResumed);
            if (outputEnding) {
                outputDone();
            }
        }
    }

    ByteQueue written() {
        return written;
    }

    boolean isClosed() {
        return closing || over;
    }

    boolean isAborted() {
        return aborted;
    }

    boolean outputEnded() {
        return outputEnding || over;
    }

    boolean isReadingPaused() {
        return readingPaused;
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputEnding || over) {
            data.position(data.limit());
            return;
        }
        bytesSent += data.remaining();
        written.add(data);
    }

    /** Never called: the connection sends files chunk by chunk through {@link #write}. */
    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        throw new IllegalStateException("files are sent by the connection");
    }

    @Override
    public void close() {
        if (!closing && !over) {
            closing = true;
            noteEndedBy(By.US);
            endOutput();
        }
    }

    @Override
    public void abort() {
        aborted = true;
        end(By.US, null, true);
    }

    @Override
    public void abort(Throwable why) {
        if (over && aborted && cause == null) {
            cause = why;
        }
        aborted = true;
        end(By.US, why, true);
    }

    @Override
    public void endOutput() {
        if (!outputEnding && !over) {
            outputEnding = true;
            if (!writesPaused) {
                outputDone();
            }
        }
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
        deliverLater();
    }

    @Override
    public boolean isReading() {
        return !readingPaused && !inputEnded && !closing && !over;
    }

    @Override
    public Address local() {
        return ends.local();
    }

    @Override
    public Address peer() {
        return ends.peer();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return type == Traffic.class ? Optional.of(type.cast(traffic())) : Optional.empty();
    }

    @Override
    public String toString() {
        return local() + " - " + peer();
    }

    void end(By by, @Nullable Throwable why, boolean reset) {
        if (over) {
            return;
        }
        Phase phase = closing ? Phase.CLOSING : inputEnded || outputEnding ? Phase.HALF_CLOSED : Phase.OPEN;
        over = true;
        cause = why;
        Ending ending = new Ending(reset || endedBy == null ? by : endedBy, phase, traffic());
        loop.execute(() -> above.connectionLost(reason(ending, reset)));
    }

    private CloseReason reason(Ending ending, boolean reset) {
        if (cause != null) {
            return new CloseReason.Broken(cause, ending);
        }
        return reset ? new CloseReason.Aborted(ending) : new CloseReason.Clean(ending);
    }

    private void deliverLater() {
        loop.execute(this::deliver);
    }

    private void deliver() {
        if (over || closing || readingPaused) {
            return;
        }
        Bytes next = arrived.poll();
        if (next != null) {
            bytesReceived += next.length();
            tell(() -> LentBuffer.deliver(next, above));
            deliverLater();
        } else if (endArrived && !inputEnded) {
            inputEnded = true;
            noteEndedBy(By.PEER);
            tell(above::inputEnded);
            if (outputEnding && !writesPaused) {
                end(By.US, null, false);
            }
        }
    }

    /** A peer that is closed on closes too; one that is half-closed on does as the test says. */
    private void outputDone() {
        if (closing || inputEnded) {
            end(By.US, null, false);
        }
    }

    private void tell(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    private void noteEndedBy(By by) {
        if (endedBy == null) {
            endedBy = by;
        }
    }

    private Traffic traffic() {
        return new Traffic(bytesReceived, bytesSent, Duration.ofNanos(loop.nanoTime()));
    }
}

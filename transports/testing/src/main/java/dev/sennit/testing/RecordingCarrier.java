package dev.sennit.testing;

import dev.sennit.memory.LentBuffer;
import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CarrierLife;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A carrier without another end: keeps what is written, and hands up what a test says has arrived. */
final class RecordingCarrier implements Carrier {
    private final RecordingLoop loop;
    private final Address local;
    private final Address peer;
    private final CarrierLife life;
    private final ByteQueue written = new ByteQueue();
    private final Queue<Bytes> arrived = new ArrayDeque<>();
    private Protocol above = new Refusal("nothing is carried yet");
    private boolean readingPaused;
    private boolean writesPaused;
    private boolean endArrived;
    private boolean aborted;

    RecordingCarrier(RecordingLoop loop, Address local, Address peer) {
        this.loop = loop;
        this.life = new CarrierLife(loop);
        this.local = local;
        this.peer = peer;
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
        if (!writesPaused && !life.isOver()) {
            writesPaused = true;
            above.writePaused();
        }
    }

    void resumeWrites() {
        if (writesPaused && !life.isOver()) {
            writesPaused = false;
            tell(above::writeResumed);
            if (life.isOutputEnding()) {
                outputDone();
            }
        }
    }

    ByteQueue written() {
        return written;
    }

    boolean isClosed() {
        return life.isClosing() || life.isOver();
    }

    boolean isAborted() {
        return aborted;
    }

    boolean outputEnded() {
        return life.isOutputEnding() || life.isOver();
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
        if (!life.takesOutput()) {
            data.position(data.limit());
            return;
        }
        life.sent(data.remaining());
        written.add(data);
    }

    @Override
    public void close() {
        if (life.beginClosing()) {
            endOutput();
        }
    }

    @Override
    public void abort() {
        aborted = true;
        abort(By.US, null);
    }

    @Override
    public void abort(Throwable why) {
        aborted = true;
        abort(By.US, why);
    }

    @Override
    public void endOutput() {
        if (life.beginEndingOutput()) {
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
        return !readingPaused && life.takesInput();
    }

    @Override
    public Address local() {
        return local;
    }

    @Override
    public Address peer() {
        return peer;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return type == Traffic.class ? Optional.of(type.cast(life.traffic())) : Optional.empty();
    }

    @Override
    public String toString() {
        return local() + " - " + peer();
    }

    void abort(By by, @Nullable Throwable why) {
        if (life.abort(by, why)) {
            loop.execute(() -> above.connectionLost(life.reason()));
        }
    }

    private void deliverLater() {
        loop.execute(this::deliver);
    }

    private void deliver() {
        if (life.isOver() || life.isClosing() || readingPaused) {
            return;
        }
        Bytes next = arrived.poll();
        if (next != null) {
            life.received(next.length());
            tell(() -> LentBuffer.deliver(next, above));
            deliverLater();
        } else if (endArrived && !life.isInputEnded()) {
            life.inputEnded();
            tell(above::inputEnded);
            if (life.isOutputEnding() && !writesPaused) {
                finish();
            }
        }
    }

    /** A peer that is closed on closes too; one that is half-closed on does as the test says. */
    private void outputDone() {
        if (life.isClosing() || life.isInputEnded()) {
            finish();
        }
    }

    private void finish() {
        if (life.end()) {
            loop.execute(() -> above.connectionLost(life.reason()));
        }
    }

    private void tell(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            abort(failure);
        }
    }
}

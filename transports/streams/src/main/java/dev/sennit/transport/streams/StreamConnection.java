package dev.sennit.transport.streams;

import dev.sennit.transport.Address;
import dev.sennit.transport.CarrierLife;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeout;
import dev.sennit.transport.CountedCarrier;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on blocking streams: a thread of its own reads, one piece at a time and none while nobody wants it, and
 * another writes. All else happens on the loop.
 */
public final class StreamConnection extends CountedCarrier implements LoopMember {
    /** How long a close waits while the peer takes nothing, as sockets do by default. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Duration closeTimeout;
    private final EventLoop loop;
    private final StreamAddress address;
    private final StreamEnds ends;
    private final WaterMarks marks;
    private final CarrierLife life;
    private final StreamReader reader;
    private final StreamWriter writer;
    private @Nullable Protocol above;
    private @Nullable ByteBuffer held;
    private @Nullable CloseTimeout timeout;
    private @Nullable Runnable whenDelivered;
    private boolean paused;
    private boolean pausedForMemory;
    private boolean overMark;
    private boolean asked;
    private boolean loopEnding;
    private boolean endHeld;
    private String endProblem = "";

    /** Makes a connection that does not read before {@link #begin}. On the loop. */
    public StreamConnection(EventLoop loop, StreamAddress address, StreamEnds ends, WaterMarks marks) {
        this(loop, address, ends, marks, TIMEOUT);
    }

    StreamConnection(EventLoop loop, StreamAddress address, StreamEnds ends, WaterMarks marks, Duration closeTimeout) {
        this.closeTimeout = closeTimeout;
        this.loop = loop;
        this.address = address;
        this.ends = ends;
        this.marks = marks;
        this.reader = new StreamReader(ends, address.name(), new Arrivals());
        this.writer = new StreamWriter(ends.out(), address.name(), this::written);
        this.life = new CarrierLife(loop, writer::pendingBytes);
    }

    /** Tells what is above that the way is open, and begins to read. On the loop. */
    public void begin() {
        if (life.isOver()) {
            return;
        }
        if (loop instanceof LoopMember.Loop home) {
            home.addMember(this);
        }
        try {
            writer.start();
            reader.start();
            above().connectionMade();
        } catch (Throwable failure) {
            abort(failure);
        }
        wantMore();
    }

    @Override
    public void loopEnds(@Nullable Throwable failure) {
        loopEnding = true;
        abort(By.REACTOR, failure == null ? null : new ConnectionBrokenException("its loop broke", failure));
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void afterArrived(Runnable then) {
        whenDelivered = then;
        reader.tellWhenEmpty();
        if (pausedForMemory) {
            later(this::wantMore);
        }
        later(this::tellDelivered);
    }

    /** Calls back if nothing waits, neither here nor in the stream. */
    private void tellDelivered() {
        Runnable waiting = whenDelivered;
        if (waiting == null || life.isOver()) {
            return;
        }
        boolean delivered = held == null && !endHeld && reader.isEmpty(asked);
        if (delivered || !life.takesInput()) {
            whenDelivered = null;
            waiting.run();
        }
    }

    @Override
    public void write(ByteBuffer data) {
        if (!life.takesOutput()) {
            data.position(data.limit());
            return;
        }
        writer.add(data);
        holdsUnsent(writer.pendingBytes());
        if (!life.isOver() && !overMark && writer.pendingBytes() > marks.highBytes()) {
            overMark = true;
            above().writePaused();
        }
    }

    @Override
    public void close() {
        if (!life.beginClosing()) {
            return;
        }
        held = null;
        if (life.isOutputEnded()) {
            finishOrAwaitPeer();
        } else {
            endOutput();
            timeout = CloseTimeout.untilSent(
                    loop, closeTimeout, life, writer::pendingBytes, stalled -> abort(By.PEER, stalled));
        }
        // What still comes is read and dropped, so that the peer can come to its end.
        wantMore();
        if (endHeld) {
            inputDone();
        }
    }

    @Override
    public void abort() {
        abort(By.US, null);
    }

    @Override
    public void abort(Throwable why) {
        abort(By.US, why);
    }

    @Override
    public void endOutput() {
        if (life.beginEndingOutput()) {
            writer.end();
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            // In a turn of its own: whoever resumes is not called back from inside.
            later(this::wantMore);
        }
    }

    @Override
    public void pauseForMemory(boolean value) {
        pausedForMemory = value;
        later(this::wantMore);
    }

    @Override
    public void abortForMemory(LimitExceededException cause) {
        abort(By.REACTOR, cause);
    }

    @Override
    public boolean isReading() {
        return !paused && life.takesInput();
    }

    @Override
    public Address local() {
        return address;
    }

    @Override
    public Address peer() {
        return address;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        if (type == WaterMarks.class) {
            return Optional.of(type.cast(marks));
        }
        return type == Traffic.class ? Optional.of(type.cast(life.traffic())) : Optional.empty();
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** What has been read is not delivered yet. A drain frees memory once it is, so the budget does not hold that up. */
    private boolean mustWait() {
        return (paused || (pausedForMemory && whenDelivered == null)) && !life.isClosing();
    }

    /** Delivers what is held, or lets the reader go on; nothing while reading is paused. */
    private void wantMore() {
        if (life.isOver() || mustWait()) {
            return;
        }
        ByteBuffer piece = held;
        held = null;
        if (piece != null) {
            deliver(piece);
        } else if (endHeld) {
            inputDone();
        } else if (!asked) {
            asked = true;
            reader.goOn();
        }
    }

    private void deliver(ByteBuffer piece) {
        life.received(piece.remaining());
        if (!life.isClosing()) {
            try {
                above().dataReceived(piece.asReadOnlyBuffer());
            } catch (Throwable failure) {
                abort(failure);
            }
        }
        wantMore();
    }

    private void inputDone() {
        endHeld = false;
        if (life.isOver() || life.isInputEnded()) {
            return;
        }
        if (!endProblem.isEmpty() && !life.isClosing()) {
            abort(By.PEER, new ConnectionBrokenException(endProblem, null));
            return;
        }
        life.inputEnded();
        if (!life.isClosing()) {
            above().inputEnded();
        }
        later(this::tellDelivered);
        finishOrAwaitPeer();
    }

    /** What the writing thread reports. */
    private void written(long bytes, boolean ended, @Nullable IOException failure) {
        later(() -> {
            if (life.isOver()) {
                return;
            }
            life.sent(bytes);
            holdsUnsent(writer.pendingBytes());
            if (failure != null) {
                abort(
                        By.PEER,
                        new ConnectionBrokenException("the peer closed the stream: " + failure.getMessage(), failure));
            } else if (ended) {
                life.outputEnded();
                stopTimeout();
                finishOrAwaitPeer();
            } else if (overMark && writer.pendingBytes() <= marks.lowBytes()) {
                overMark = false;
                above().writeResumed();
            }
        });
    }

    private void finishOrAwaitPeer() {
        if (life.bothEnded()) {
            if (life.end()) {
                ended();
            }
        } else if (life.isClosing() && life.isOutputEnded() && timeout == null) {
            timeout = CloseTimeout.untilEnded(loop, LINGER, () -> {
                if (life.end()) {
                    ended();
                }
            });
        }
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.stop();
            timeout = null;
        }
    }

    private void abort(By by, @Nullable Throwable why) {
        if (life.abort(by, why)) {
            ended();
        }
    }

    private void ended() {
        stopTimeout();
        held = null;
        reader.stop();
        writer.stop();
        holdsNothing();
        if (loop instanceof LoopMember.Loop home) {
            home.removeMember(this);
        }
        loop.execute(() -> above().connectionLost(life.reason()));
        ends.release().release(loopEnding);
    }

    private Protocol above() {
        Protocol carried = above;
        if (carried == null) {
            throw new IllegalStateException("nothing is carried yet");
        }
        return carried;
    }

    private void later(Runnable task) {
        try {
            loop.execute(() -> {
                try {
                    task.run();
                } catch (Throwable failure) {
                    abort(failure);
                }
            });
        } catch (RejectedExecutionException loopEnded) {
            reader.stop();
            writer.stop();
            ends.release().release(true);
        }
    }

    /** What the reading thread reports. */
    private final class Arrivals implements StreamReader.Listener {
        @Override
        public void arrived(ByteBuffer piece) {
            later(() -> {
                asked = false;
                if (mustWait()) {
                    held = piece;
                } else if (!life.isOver()) {
                    deliver(piece);
                }
            });
        }

        @Override
        public void empty() {
            later(StreamConnection.this::tellDelivered);
        }

        @Override
        public void ended(String problem) {
            later(() -> {
                endProblem = problem;
                endHeld = true;
                if (!mustWait()) {
                    inputDone();
                }
            });
        }

        @Override
        public void failed(IOException failure) {
            later(() ->
                    abort(By.PEER, new ConnectionBrokenException("reading failed: " + failure.getMessage(), failure)));
        }
    }
}

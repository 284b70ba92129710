package dev.sennit.protocol.line;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.spi.ConnectionObserver;
import dev.sennit.transport.spi.LiveConnection;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The bottom of a stack and its loop, moved by hand: {@link #run} until nothing is left to do. */
final class FakeTransport implements Carrier, EventLoop {
    final ByteQueue written = new ByteQueue();
    final Deque<Bytes> arriving = new ArrayDeque<>();
    private final ManualClock clock = new ManualClock();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private @Nullable Protocol protocol;
    int highMark = Integer.MAX_VALUE;
    boolean onLoop = true;
    boolean readingPaused;
    boolean writingPaused;
    boolean ended;
    Optional<Throwable> abortedBy = Optional.empty();
    /** Why it ended, as the protocol is told. */
    Optional<CloseReason> reason = Optional.empty();

    /** Opens a connection on this end, and returns its protocol. */
    <P extends Protocol> P connect(ProtocolFactory<P> factory) {
        AtomicReference<P> made = new AtomicReference<>();
        LiveConnection.open(this, factory, new ConnectionObserver<P>() {
            @Override
            public void opened(Connection connection, P opened) {
                made.set(opened);
            }

            @Override
            public void notOpened(Connection connection, Throwable cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void ended(Connection connection, CloseReason why) {
                reason = Optional.of(why);
            }
        });
        Objects.requireNonNull(protocol).connectionMade();
        return Objects.requireNonNull(made.get());
    }

    @Override
    public void carry(Protocol above) {
        protocol = above;
    }

    /** The peer ends its output. */
    void endInput() {
        Objects.requireNonNull(protocol).inputEnded();
    }

    void lose() {
        ended = true;
        Objects.requireNonNull(protocol)
                .connectionLost(new CloseReason.Clean(new Ending(By.PEER, Phase.OPEN, Traffic.NONE)));
    }

    void arrive(String data) {
        arriving.add(Bytes.latin1(data));
    }

    /** Runs tasks and delivers what arrives until there is nothing to do; tasks first or last makes no difference. */
    void run() {
        while (runOnce()) {}
    }

    boolean runOnce() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
            return true;
        }
        if (readingPaused || ended || arriving.isEmpty() || protocol == null) {
            return false;
        }
        ByteBuffer lent = ByteBuffer.wrap(arriving.remove().toByteArray());
        protocol.dataReceived(lent.asReadOnlyBuffer());
        while (lent.hasRemaining()) {
            lent.put((byte) 0xa5);
        }
        return true;
    }

    /** The peer reads all that was written. */
    void peerReads() {
        written.clear();
        if (writingPaused && protocol != null) {
            writingPaused = false;
            protocol.writeResumed();
        }
    }

    @Override
    public void write(ByteBuffer data) {
        written.add(data);
        if (written.length() > highMark && !writingPaused && protocol != null) {
            writingPaused = true;
            protocol.writePaused();
        }
    }

    @Override
    public void close() {
        ended = true;
    }

    @Override
    public void abort() {
        ended = true;
    }

    @Override
    public void abort(Throwable cause) {
        ended = true;
        abortedBy = Optional.of(cause);
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
    }

    @Override
    public EventLoop loop() {
        return this;
    }

    @Override
    public boolean isCurrent() {
        return onLoop;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public void endOutput() {
        ended = true;
    }

    @Override
    public Address local() {
        return new MemoryAddress("here");
    }

    @Override
    public Address peer() {
        return new MemoryAddress("there");
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return clock.after(delay, task);
    }
}

package dev.sennit.testing;

import dev.sennit.memory.LentBuffer;
import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.spi.ConnectionObserver;
import dev.sennit.transport.spi.LiveConnection;
import dev.sennit.transport.spi.StreamCarrier;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One protocol on its own, whose peer is the test: it says what arrives, and looks at what was written.
 *
 * <pre>{@code
 * var wire = RecordingTransport.with(Echo::new);
 * wire.receive("hello");
 * assertEquals(Bytes.utf8("hello"), wire.written());
 * }</pre>
 *
 * <p>Each call runs everything that follows from it now; timers wait for {@link #clock}. All on one thread. Buffers lent to
 * the protocol are overwritten when its callback returns. While the protocol has reading paused, what arrives waits.
 *
 * @param <P> the protocol
 */
public final class RecordingTransport<P extends Protocol> {
    private final RecordingLoop loop = new RecordingLoop();
    private final Wire carrier;
    private @Nullable Connection connection;
    private @Nullable P protocol;
    private @Nullable Throwable notOpened;
    private @Nullable CloseReason lostReason;

    private RecordingTransport(Address local, Address peer) {
        carrier = new Wire(loop, local, peer);
    }

    /** Opens a connection for one protocol of this factory, from {@code memory:local} to {@code memory:peer}. */
    public static <P extends Protocol> RecordingTransport<P> with(ProtocolFactory<P> factory) {
        return with(factory, new MemoryAddress("local"), new MemoryAddress("peer"));
    }

    /** Opens a connection for one protocol of this factory, between these addresses. */
    public static <P extends Protocol> RecordingTransport<P> with(
            ProtocolFactory<P> factory, Address local, Address peer) {
        RecordingTransport<P> recording = new RecordingTransport<>(local, peer);
        recording.connection = LiveConnection.open(recording.carrier, factory, recording.new Observer());
        recording.carrier.begin();
        recording.loop.settle();
        return recording;
    }

    /**
     * The protocol.
     *
     * @throws IllegalStateException if the factory did not make one, or a layer below has not finished its handshake
     */
    public P protocol() {
        P made = protocol;
        if (made == null) {
            throw new IllegalStateException("there is no protocol yet", notOpened);
        }
        return made;
    }

    /** The connection that the protocol holds. */
    public Connection transport() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("the connection is not open yet");
        }
        return open;
    }

    /** These bytes arrive, in one piece. */
    public void receive(Bytes bytes) {
        if (!bytes.isEmpty()) {
            carrier.arrive(bytes);
        }
        loop.settle();
    }

    /** This text arrives as UTF-8, in one piece. */
    public void receive(String text) {
        receive(Bytes.utf8(text));
    }

    /** These bytes arrive in pieces of this size, the last as small as is left. */
    public void receiveInPieces(int sizeBytes, Bytes bytes) {
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("a piece must be 1 byte or more, not " + sizeBytes);
        }
        for (int at = 0; at < bytes.length(); at += sizeBytes) {
            receive(bytes.slice(at, Math.min(bytes.length(), at + sizeBytes)));
        }
    }

    /** The peer ends its output. */
    public void endInput() {
        carrier.arriveEnd();
        loop.settle();
    }

    /** The peer resets the connection. */
    public void reset() {
        lose(new ConnectionBrokenException("the peer reset the connection", null));
    }

    /** The connection breaks for this reason. */
    public void lose(Throwable cause) {
        carrier.lose(cause);
        loop.settle();
    }

    /** What was written since the last take, all of it, taken. */
    public Bytes written() {
        loop.settle();
        return carrier.written().takeAll();
    }

    /** What {@link #written} would answer, left in place. */
    public Bytes peekWritten() {
        loop.settle();
        ByteQueue written = carrier.written();
        return written.peek(written.length());
    }

    /** The peer takes no more: what is written from now on counts as waiting, and the protocol hears it. */
    public void pauseWrites() {
        carrier.pauseWrites();
        loop.settle();
    }

    /** The peer takes everything again. */
    public void resumeWrites() {
        carrier.resumeWrites();
        loop.settle();
    }

    /** Whether {@code close} was called, or the connection has ended. */
    public boolean isClosed() {
        loop.settle();
        return carrier.isClosed();
    }

    /** Whether {@code abort} was called. */
    public boolean isAborted() {
        loop.settle();
        return carrier.isAborted();
    }

    /** Whether this side's output has ended. */
    public boolean outputEnded() {
        loop.settle();
        return carrier.outputEnded();
    }

    /** Whether reading is paused. */
    public boolean isReadingPaused() {
        loop.settle();
        return carrier.isPaused();
    }

    /** Why the connection ended; null while it lives. */
    public @Nullable CloseReason lostReason() {
        loop.settle();
        return lostReason;
    }

    /** Why there is no protocol: what the factory or a handshake threw, or that it refused; null if there is one. */
    public @Nullable Throwable notOpened() {
        return notOpened;
    }

    /** The time of the connection's loop. */
    public ManualClock clock() {
        return loop.clock();
    }

    private final class Observer implements ConnectionObserver<P> {
        @Override
        public void opened(Connection made, P opened) {
            protocol = opened;
        }

        @Override
        public void notOpened(Connection made, Throwable cause) {
            notOpened = cause;
        }

        @Override
        public void ended(Connection made, CloseReason reason) {
            lostReason = reason;
        }
    }

    /** A carrier without another end: keeps what is written, and hands up what a test says has arrived. */
    private static final class Wire extends StreamCarrier {
        private final ByteQueue written = new ByteQueue();
        private final Queue<Bytes> arrived = new ArrayDeque<>();
        private boolean writesPaused;
        private boolean endArrived;

        Wire(EventLoop loop, Address local, Address peer) {
            super(loop, Ends.of(local, peer), WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
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
            if (!isOver()) {
                writesPaused = true;
                checkHighMark(Long.MAX_VALUE);
            }
        }

        void resumeWrites() {
            writesPaused = false;
            attempt(() -> flushed(0));
        }

        ByteQueue written() {
            return written;
        }

        boolean isClosed() {
            return isClosing() || isOver();
        }

        boolean isAborted() {
            return isOver()
                    && !(reason() instanceof CloseReason.Clean)
                    && reason().ending().by() == By.US;
        }

        boolean outputEnded() {
            return !takesOutput();
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
            if (isClosing()) {
                // A peer that is closed on closes too; one that is half-closed on does as the test says.
                if (isOutputEnded()) {
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

    /** A loop whose turns are the timers of a clock moved by hand: a task is a timer without delay. */
    private static final class RecordingLoop implements EventLoop {
        private final ManualClock clock = new ManualClock();
        private final Thread owner = Thread.currentThread();
        private boolean settling;

        @Override
        public boolean isCurrent() {
            return Thread.currentThread() == owner;
        }

        @Override
        public void execute(Runnable task) {
            clock.after(Duration.ZERO, task);
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return clock.after(delay, task);
        }

        ManualClock clock() {
            return clock;
        }

        /** Runs what waits to be done now, unless called from a part of that. */
        void settle() {
            if (settling) {
                return;
            }
            settling = true;
            try {
                clock.advance(Duration.ZERO);
            } finally {
                settling = false;
            }
        }
    }
}

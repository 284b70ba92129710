package dev.sennit.transport;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectionBroken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The top of a stack: the {@link Transport} that a protocol holds, and where the stack is changed while it lives.
 *
 * <p>Downwards it moves calls of other threads to the loop. Upwards it is what makes {@link Protocol}'s rules hold over
 * any carrier and any layers: one {@code connectionMade}, one {@code connectionLost}, nothing while paused or after
 * closing, and no exception past it.
 *
 * <p>A protocol finds its connection with {@link #of}. {@link #push} and {@link #replace} are called on the loop.
 */
public final class Connection implements Transport {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final EventLoop loop;
    private final Startup<?> startup;
    private final Receiver receiver = new Receiver();
    private final InputGate input = new InputGate();
    private final @Nullable ConnectionEvent event = ConnectionEvent.begun();

    // Read by other threads that ask for addresses and features.
    private volatile Carrier below;
    private volatile @Nullable Protocol protocol;
    private State state = State.OPENING;
    /** The protocol is in dataReceived: what a layer pushed there unpacks at once waits for a turn of its own. */
    private boolean delivering;

    private boolean overMark;
    private boolean toldPaused;
    private @Nullable FilePump pump;

    private Connection(Carrier bottom, Startup<?> startup) {
        this.below = bottom;
        this.loop = bottom.loop();
        this.startup = startup;
    }

    /**
     * Puts a connection on a carrier that has just been opened, and lets the factory push its first layers. The carrier
     * then calls {@code connectionMade} on what it carries. Called on the loop, by whoever opened the carrier.
     */
    public static <P extends Protocol> Connection open(
            Carrier bottom, ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        Connection connection = new Connection(bottom, new Startup<>(factory, observer));
        bottom.carry(connection.receiver);
        try {
            factory.prepare(connection);
        } catch (Throwable failure) {
            connection.fail("preparing the stack", failure);
        }
        return connection;
    }

    /**
     * Finds the connection that a transport belongs to.
     *
     * @throws IllegalArgumentException if the transport is no part of a connection
     */
    public static Connection of(Transport transport) {
        return transport
                .feature(Connection.class)
                .orElseThrow(() -> new IllegalArgumentException(transport + " belongs to no connection"));
    }

    /**
     * Pushes a layer under the running protocol, above the layers already there.
     *
     * <p>If the stack below is open already, the layer hears {@code connectionMade} at once; the protocol does not hear
     * it again. What the protocol writes from now on goes through the layer.
     *
     * @param layer new, in no stack yet
     * @param received bytes the protocol was given that are the layer's; none if it has none
     */
    public void push(Layer layer, ByteBuffer received) {
        requireLoop("push");
        if (pump != null) {
            throw new IllegalStateException("a layer cannot be pushed while a file is being sent");
        }
        boolean paused = input.isPaused();
        if (paused) {
            below.resumeReading();
        }
        layer.insert(below, receiver);
        below = layer;
        if (paused) {
            // The pause is the protocol's; the layer may have to read all the same.
            layer.pauseReading();
        }
        if (state != State.OPEN) {
            return;
        }
        input.keepFirst(received);
        ByteBuffer early = input.takeKept();
        try {
            layer.connectionMade();
            if (early.hasRemaining()) {
                layer.dataReceived(early);
            }
        } catch (Throwable failure) {
            fail("starting " + layer, failure);
        }
    }

    /** Pushes a layer with nothing received for it yet. */
    public void push(Layer layer) {
        push(layer, NOTHING);
    }

    /**
     * Puts another protocol in the place of the running one, which hears {@code connectionLost} with
     * {@link CloseReason.HandedOver}. The new one hears {@code connectionMade} before this returns, and then, in a later
     * turn of the loop, the bytes handed over.
     *
     * @param next makes the new protocol; may refuse, which closes the connection
     * @param received bytes the old protocol was given that are the new one's; copied
     */
    public void replace(ProtocolFactory<?> next, ByteBuffer received) {
        requireLoop("replace");
        Protocol old = protocol;
        if (state != State.OPEN || old == null) {
            return;
        }
        Protocol made;
        try {
            made = next.protocolFor(this);
        } catch (Throwable failure) {
            fail("making the next protocol", failure);
            return;
        }
        Ending soFar =
                new Ending(By.US, Phase.OPEN, below.feature(Traffic.class).orElse(Traffic.NONE));
        protocol = made instanceof Refusal ? null : made;
        callLost(old, new CloseReason.HandedOver(soFar));
        if (made instanceof Refusal) {
            close();
            return;
        }
        input.keepFirst(received);
        input.pausedByProtocol(false);
        input.pausedByMarks(false);
        toldPaused = false;
        begin(made);
        reconsiderReading();
    }

    /**
     * Gives back bytes that the protocol was given but may not use yet: they are the first to be delivered again, in a
     * later turn of the loop, once nothing keeps reading paused. So a protocol that takes deliveries apart can stop in the
     * middle when a callback pauses reading. Called on the loop.
     *
     * @param received copied
     */
    public void unread(ByteBuffer received) {
        requireLoop("unread");
        if (state == State.OPEN) {
            input.keepFirst(received);
            reconsiderReading();
        }
    }

    /** The protocol on top, or empty before it is made. */
    public Optional<Protocol> protocol() {
        return Optional.ofNullable(protocol);
    }

    /** Asks the protocol to finish ({@link Protocol#drainRequested}), or closes if there is none yet. On the loop. */
    void requestDrain() {
        Protocol top = protocol;
        try {
            if (top == null || state != State.OPEN || !top.drainRequested()) {
                close();
            }
        } catch (Throwable failure) {
            fail("drainRequested", failure);
        }
    }

    @Override
    public void write(ByteBuffer data) {
        if (!loop.isCurrent()) {
            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
            moveToLoop(() -> write(copy));
        } else if (state == State.CLOSING || state == State.LOST) {
            data.position(data.limit());
            LOG.log(Level.TRACE, "{0}: a write after the end goes nowhere", this);
        } else if (pump != null) {
            pump.queue(data);
        } else {
            below.write(data);
        }
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "position and count must be 0 or more, not " + position + " and " + count);
        }
        if (!loop.isCurrent()) {
            Deferred.Source<Long> answer = new Deferred.Source<>(loop);
            if (!moveToLoop(() -> answer.follow(sendFile(file, position, count)))) {
                answer.fail(new IllegalStateException("a file cannot be sent after the end of the connection"));
            }
            return answer.deferred();
        }
        if (state == State.CLOSING || state == State.LOST) {
            return Deferred.failed(new IllegalStateException("a file cannot be sent after the end of the connection"));
        }
        if (pump == null && below instanceof FileCarrier direct) {
            return direct.sendFile(file, position, count);
        }
        FilePump running = pump;
        if (running == null) {
            running = new FilePump(below, overMark, () -> pump = null);
            pump = running;
        }
        return running.send(file, position, count);
    }

    @Override
    public void close() {
        if (!loop.isCurrent()) {
            moveToLoop(this::close);
        } else if (state == State.OPENING || state == State.OPEN) {
            state = State.CLOSING;
            input.drop();
            afterFiles(() -> below.close());
        }
    }

    @Override
    public void abort() {
        if (!loop.isCurrent()) {
            moveToLoop(this::abort);
        } else if (state != State.LOST) {
            state = State.CLOSING;
            input.drop();
            below.abort();
        }
    }

    @Override
    public void abort(Throwable cause) {
        if (!loop.isCurrent()) {
            moveToLoop(() -> abort(cause));
        } else if (state != State.LOST) {
            state = State.CLOSING;
            input.drop();
            below.abort(cause);
        }
    }

    @Override
    public void endOutput() {
        if (!loop.isCurrent()) {
            moveToLoop(this::endOutput);
        } else if (state == State.OPENING || state == State.OPEN) {
            afterFiles(() -> below.endOutput());
        }
    }

    @Override
    public void pauseReading() {
        if (!loop.isCurrent()) {
            moveToLoop(this::pauseReading);
        } else if (!input.isPausedByProtocol()) {
            input.pausedByProtocol(true);
            below.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        if (!loop.isCurrent()) {
            moveToLoop(this::resumeReading);
        } else if (input.isPausedByProtocol()) {
            input.pausedByProtocol(false);
            reconsiderReading();
        }
    }

    @Override
    public boolean isReading() {
        return state == State.OPEN && !input.isPaused();
    }

    @Override
    public Address local() {
        return below.local();
    }

    @Override
    public Address peer() {
        return below.peer();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return type == Connection.class ? Optional.of(type.cast(this)) : below.feature(type);
    }

    /** The protocol and the two ends, for logs. */
    @Override
    public String toString() {
        Protocol top = protocol;
        String name = top == null ? "connection" : top.getClass().getSimpleName();
        return name + " " + local() + " - " + peer();
    }

    /** Answers false where the loop has ended, and this connection with it: then there is nothing left to do. */
    private boolean moveToLoop(Runnable call) {
        try {
            loop.execute(call);
            return true;
        } catch (RejectedExecutionException loopEnded) {
            LOG.log(Level.TRACE, "a call after the end of the reactor goes nowhere", loopEnded);
            return false;
        }
    }

    private void requireLoop(String what) {
        if (!loop.isCurrent()) {
            throw new IllegalStateException(what + " must be called on the connection's loop");
        }
    }

    private void afterFiles(Runnable call) {
        FilePump running = pump;
        if (running != null) {
            running.queue(call);
        } else {
            call.run();
        }
    }

    private void reconsiderReading() {
        if (input.isPaused() || state == State.CLOSING || state == State.LOST) {
            return;
        }
        if (input.keepsAnything()) {
            // Nothing newer is read while this waits; two turns asked for are as good as one.
            below.pauseReading();
            loop.execute(this::deliverKept);
        } else {
            below.resumeReading();
        }
    }

    private void deliverKept() {
        if (input.isPaused() || state != State.OPEN) {
            return;
        }
        ByteBuffer kept = input.takeKept();
        if (kept.hasRemaining()) {
            // The end, if kept, must not pass through before these bytes have been heard.
            boolean end = input.takeEnd();
            receiver.dataReceived(kept);
            if (end) {
                input.keepEnd();
            }
        } else if (input.takeEnd()) {
            receiver.inputEnded();
        }
        reconsiderReading();
    }

    private void begin(Protocol made) {
        try {
            made.connectionMade();
            if (overMark && state == State.OPEN && !toldPaused) {
                receiver.tellPaused();
            }
        } catch (Throwable failure) {
            fail("connectionMade", failure);
        }
    }

    /** Ends this connection, and only this one, for what a callback threw. */
    private void fail(String where, Throwable failure) {
        LOG.log(Level.ERROR, this + ": " + where + " threw; the connection is aborted", failure);
        startup.notOpened(this, failure);
        abort(failure);
    }

    private void callLost(Protocol lost, CloseReason reason) {
        try {
            lost.connectionLost(reason);
        } catch (Throwable failure) {
            LOG.log(Level.ERROR, this + ": connectionLost threw", failure);
        }
    }

    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        LOST
    }

    /** What the topmost carrier calls: the protocol's callbacks, with its rules kept. */
    private final class Receiver implements Protocol {
        @Override
        public void connectionMade() {
            if (state != State.OPENING) {
                return;
            }
            Startup.Made made;
            try {
                made = startup.make(Connection.this);
            } catch (Throwable failure) {
                fail("the factory", failure);
                return;
            }
            if (made.protocol() instanceof Refusal refusal) {
                startup.notOpened(Connection.this, refused(refusal));
                close();
            } else if (state == State.OPENING) {
                protocol = made.protocol();
                state = State.OPEN;
                begin(made.protocol());
                made.announce().run();
            }
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            Protocol top = protocol;
            if (state != State.OPEN || top == null) {
                return;
            }
            if (!input.isOpen() || delivering) {
                input.keep(data);
                return;
            }
            delivering = true;
            try {
                top.dataReceived(data);
            } catch (Throwable failure) {
                fail("dataReceived", failure);
            } finally {
                delivering = false;
            }
            if (input.keepsAnything()) {
                reconsiderReading();
            }
        }

        @Override
        public boolean inputEnded() {
            Protocol top = protocol;
            if (state == State.OPENING) {
                close();
            } else if (state == State.OPEN && top != null) {
                if (!input.isOpen() || delivering) {
                    input.keepEnd();
                    return true;
                }
                try {
                    if (!top.inputEnded()) {
                        close();
                    }
                } catch (Throwable failure) {
                    fail("inputEnded", failure);
                }
            }
            return true;
        }

        @Override
        public boolean writePaused() {
            overMark = true;
            if (pump != null) {
                pump.pause();
            }
            if (state == State.OPEN && !toldPaused) {
                tellPaused();
            }
            return true;
        }

        void tellPaused() {
            Protocol top = protocol;
            if (top == null) {
                return;
            }
            toldPaused = true;
            try {
                if (!top.writePaused() && state == State.OPEN) {
                    input.pausedByMarks(true);
                    below.pauseReading();
                }
            } catch (Throwable failure) {
                fail("writePaused", failure);
            }
        }

        @Override
        public void writeResumed() {
            overMark = false;
            if (pump != null) {
                pump.resume();
            }
            Protocol top = protocol;
            if (!toldPaused || top == null) {
                return;
            }
            toldPaused = false;
            if (state != State.OPEN) {
                return;
            }
            try {
                input.pausedByMarks(false);
                top.writeResumed();
                reconsiderReading();
            } catch (Throwable failure) {
                fail("writeResumed", failure);
            }
        }

        @Override
        public boolean drainRequested() {
            requestDrain();
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (state == State.LOST) {
                return;
            }
            state = State.LOST;
            input.drop();
            Protocol top = protocol;
            if (pump != null) {
                pump.fail(causeOf(reason));
            }
            if (top != null) {
                callLost(top, reason);
            } else {
                startup.notOpened(Connection.this, causeOf(reason));
            }
            startup.ended(Connection.this, reason);
            if (event != null) {
                event.ended(Connection.this, top, reason);
            }
        }

        private ConnectFailed refused(Refusal refusal) {
            return new ConnectFailed(
                    peer().toString(),
                    ConnectFailed.Kind.REFUSED_BY_FACTORY,
                    "refused by the factory: " + refusal.why(),
                    null);
        }

        private Throwable causeOf(CloseReason reason) {
            if (reason instanceof CloseReason.Broken broken) {
                return broken.cause();
            }
            return protocol != null
                    ? new ConnectionBroken("the connection ended first", null)
                    : new ConnectFailed(
                            peer().toString(),
                            ConnectFailed.Kind.ENDED_EARLY,
                            "the connection ended before it was ready",
                            null);
        }
    }
}

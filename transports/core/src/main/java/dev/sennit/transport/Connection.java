package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
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
 * <p>Downwards, which is this class, it moves calls of other threads to the loop and keeps what is written behind a file
 * in its place. Upwards, which is its {@code Receiver}, it makes {@link Protocol}'s rules hold over any carrier and any
 * layers.
 *
 * <p>A protocol finds its connection with {@link #of}. {@link #push} and {@link #replace} are called on the loop.
 */
public final class Connection implements Transport {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final EventLoop loop;
    private final Receiver receiver;

    // Read by other threads that ask for addresses and features.
    private volatile Carrier below;
    /** What the carrier at the bottom calls: the lowest layer, or the receiver where there is none. */
    private Protocol lowest;

    private @Nullable FilePump pump;
    // Written by the first thread that needs it.
    private volatile @Nullable RemoteWrites remote;
    private boolean draining;
    private volatile boolean outputEnded;

    private Connection(Carrier bottom, Startup<?> startup) {
        this.below = bottom;
        this.loop = bottom.loop();
        this.receiver = new Receiver(this, startup);
        this.lowest = receiver;
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
            connection.receiver.fail("preparing the stack" + Receiver.ABORTED, failure);
        }
        return connection;
    }

    /**
     * Returns the connection that a transport is, or that the transport passes its calls on to. From any thread.
     *
     * @throws IllegalArgumentException if the transport is neither a connection nor has one as a
     *     {@linkplain Transport#feature feature}
     */
    public static Connection of(Transport transport) {
        if (transport instanceof Connection connection) {
            return connection;
        }
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
     * @throws IllegalStateException while a factory makes the protocol: push before, in
     *     {@link ProtocolFactory#prepare}, or after, from {@code connectionMade} on
     */
    public void push(Layer layer, ByteBuffer received) {
        requireLoop("push");
        if (pump != null) {
            throw new IllegalStateException("a layer cannot be pushed while a file is being sent");
        }
        if (receiver.isMaking()) {
            throw new IllegalStateException(
                    "a layer cannot be pushed in protocolFor; push it in prepare, or from connectionMade on");
        }
        receiver.beforePush();
        layer.insert(below, receiver);
        below = layer;
        if (lowest == receiver) {
            lowest = layer;
        }
        if (receiver.isOpen()) {
            receiver.startLayer(layer, received);
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
        receiver.replace(next, received);
    }

    /**
     * Gives back bytes that the protocol was given but may not use yet: they are the first to be delivered again, in a
     * later turn of the loop, once nothing keeps reading paused. So a protocol that takes deliveries apart can stop in the
     * middle when a callback pauses reading. Called on the loop. After the end of the connection it does nothing.
     *
     * @param received the caller may reuse it. The rest of a delivery that was given back before is not copied again
     */
    public void unread(ByteBuffer received) {
        requireLoop("unread");
        receiver.unread(received);
    }

    /** The protocol on top, or empty before it is made. */
    public Optional<Protocol> protocol() {
        return receiver.protocol();
    }

    /**
     * Asks the stack to finish, from its lowest layer up to the protocol ({@link Protocol#drainRequested}), and closes
     * where the protocol does not or there is none yet, after the bytes that have arrived were delivered. On the loop;
     * a second call does nothing.
     */
    void requestDrain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            if (!lowest.drainRequested()) {
                close();
            }
        } catch (Throwable failure) {
            receiver.fail("drainRequested" + Receiver.ABORTED, failure);
        }
    }

    /** What the topmost layer carries on, or the carrier itself. On the loop. */
    Carrier below() {
        return below;
    }

    /** The carrier's pressure: files wait while it is over its mark. */
    void pauseFiles(boolean paused) {
        if (pump != null) {
            pump.pause(paused);
        }
    }

    /** Less waits to be sent than before. */
    void pressureFell() {
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.reconsider();
        }
    }

    /** The connection is gone, and what waits to be sent with it. */
    void failWaiting(Throwable cause) {
        if (pump != null) {
            pump.fail(cause);
        }
        outputEnded = true;
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.end(cause);
        }
    }

    private void endWrites(String how) {
        outputEnded = true;
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.end(new ConnectionBrokenException(how, null));
        }
    }

    @Override
    public void write(ByteBuffer data) {
        if (!loop.isCurrent()) {
            writeFromOutside(data);
        } else if (!receiver.takesCalls()) {
            data.position(data.limit());
            LOG.log(Level.TRACE, "{0}: a write after the end goes nowhere", this);
        } else if (pump != null) {
            pump.queue(data);
        } else {
            below.write(data);
        }
    }

    private void writeFromOutside(ByteBuffer data) {
        int bytes = data.remaining();
        if (!receiver.takesCalls() || !remote().admit(bytes)) {
            data.position(data.limit());
            return;
        }
        RemoteWrites writes = remote();
        boolean moved = false;
        try {
            ByteBuffer copy = ByteBuffer.allocate(bytes).put(data).flip();
            moved = onLoop(() -> {
                writes.taken(bytes);
                write(copy);
                writes.reconsider();
            });
        } finally {
            // Also where there is no memory for the copy.
            if (!moved) {
                writes.takenBack(bytes);
            }
        }
    }

    @Override
    public boolean isWritable() {
        RemoteWrites writes = remote;
        return receiver.takesCalls()
                && !outputEnded
                && !receiver.isOverMark()
                && (writes == null || writes.isWritable());
    }

    @Override
    public Deferred<Void> whenWritable() {
        Deferred.Source<Void> answer = new Deferred.Source<>(loop);
        if (!onLoop(() -> awaitWritable(answer))) {
            answer.fail(new ConnectionBrokenException("the connection has ended", null));
        }
        return answer.deferred();
    }

    private void awaitWritable(Deferred.Source<Void> answer) {
        if (isWritable()) {
            answer.succeed(null);
        } else if (outputEnded || !receiver.takesCalls()) {
            answer.fail(new ConnectionBrokenException("the output has ended", null));
        } else {
            remote().await(answer);
        }
    }

    /** Made by the first thread that needs it; the carrier is asked outside of the lock. */
    private RemoteWrites remote() {
        RemoteWrites known = remote;
        if (known != null) {
            return known;
        }
        WaterMarks marks = below.feature(WaterMarks.class).orElse(WaterMarks.DEFAULT);
        RemoteWrites made = new RemoteWrites(this, below.memory(), marks);
        synchronized (this) {
            known = remote;
            if (known == null) {
                known = made;
                remote = made;
            }
            return known;
        }
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "position and count must be 0 or more, not " + position + " and " + count);
        }
        if (!loop.isCurrent()) {
            Deferred.Source<Void> moved = new Deferred.Source<>(loop);
            // Attached before the loop can take the turn, so that the file keeps its place among this thread's writes.
            Deferred<Long> sent = moved.deferred().thenCompose(none -> sendFile(file, position, count));
            if (!moveToLoop(() -> moved.succeed(null))) {
                moved.fail(new IllegalStateException("a file cannot be sent after the end of the connection"));
            }
            return sent;
        }
        if (!receiver.takesCalls()) {
            Throwable ended = new IllegalStateException("a file cannot be sent after the end of the connection");
            return Deferred.<Long>failed(ended).on(loop);
        }
        FilePump running = pump;
        Optional<FileSender> direct = running == null ? below.fileSender() : Optional.empty();
        if (direct.isPresent()) {
            return direct.get().sendFile(file, position, count);
        }
        if (running == null) {
            running = new FilePump(below, receiver, () -> pump = null);
            pump = running;
        }
        return running.send(file, position, count);
    }

    @Override
    public void close() {
        if (!loop.isCurrent()) {
            moveToLoop(this::close);
        } else if (receiver.takesCalls()) {
            receiver.silence();
            endWrites("the connection was closed");
            if (pump != null) {
                pump.queueClose();
            } else {
                below.close();
            }
        }
    }

    @Override
    public void abort() {
        if (!loop.isCurrent()) {
            moveToLoop(this::abort);
        } else if (!receiver.isLost()) {
            receiver.silence();
            below.abort();
        }
    }

    @Override
    public void abort(Throwable cause) {
        if (!loop.isCurrent()) {
            moveToLoop(() -> abort(cause));
        } else if (!receiver.isLost()) {
            receiver.silence();
            below.abort(cause);
        }
    }

    @Override
    public void endOutput() {
        if (!loop.isCurrent()) {
            moveToLoop(this::endOutput);
        } else if (receiver.takesCalls()) {
            endWrites("the output has ended");
            afterFiles(() -> below.endOutput());
        }
    }

    @Override
    public void pauseReading() {
        if (!loop.isCurrent()) {
            moveToLoop(this::pauseReading);
        } else {
            receiver.pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        if (!loop.isCurrent()) {
            moveToLoop(this::resumeReading);
        } else {
            receiver.resumeReading();
        }
    }

    @Override
    public boolean isReading() {
        return receiver.isReading();
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

    /** What a protocol is called in logs; one of an anonymous class by the class around it, too. */
    static String nameOf(Protocol protocol) {
        Class<?> type = protocol.getClass();
        String name = type.getName();
        return type.isAnonymousClass() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName();
    }

    /** The protocol and the two ends, for logs. */
    @Override
    public String toString() {
        String name = protocol().map(Connection::nameOf).orElse("connection");
        return name + " " + local() + " - " + peer();
    }

    /** Runs a call on the loop, now or as a task; returns false where the loop has ended, and this connection with it. */
    boolean onLoop(Runnable call) {
        if (loop.isCurrent()) {
            call.run();
            return true;
        }
        return moveToLoop(call);
    }

    /** Returns false where the loop has ended, and this connection with it: then there is nothing left to do. */
    private boolean moveToLoop(Runnable call) {
        try {
            loop.execute(() -> {
                try {
                    call.run();
                } catch (Throwable failure) {
                    // A layer's: nobody is there to see it.
                    receiver.fail("a call of another thread" + Receiver.ABORTED, failure);
                }
            });
            return true;
        } catch (RejectedExecutionException noLoop) {
            // It has ended, or has long had nothing to do and cannot start again.
            LOG.log(Level.TRACE, "a call after the end of the connection goes nowhere", noLoop);
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
}

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
 * <p>Downwards, which is this class, it moves the calls of other threads to the loop, and keeps what is written behind a file
 * in its place. Upwards, which is {@link LiveConnection}, it makes the rules of {@link Protocol} hold over any carrier and
 * any layers.
 *
 * <p>A protocol finds its connection with {@link #of}. {@link #push} and {@link #replace} are called on the loop.
 */
public abstract sealed class Connection implements Transport permits LiveConnection {
    static final Logger LOG = System.getLogger(Connection.class.getName());
    /** Ends the texts for {@link #fail}, which are constants: they are needed where no memory may be left. */
    static final String ABORTED = " threw; the connection is aborted";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    // Each field and each part costs memory of every idle connection.
    final EventLoop loop;
    final Life life = new Life();
    final Pressure pressure = new Pressure();
    // Read by other threads that ask for addresses and features.
    volatile Carrier below;

    @Nullable
    FilePump pump;
    // Written by the first thread that needs it.
    private volatile @Nullable RemoteWrites remote;

    Connection(Carrier bottom) {
        this.below = bottom;
        this.loop = bottom.loop();
    }

    /**
     * Puts a connection on a carrier that has just been opened, and lets the factory push its first layers. The carrier
     * then calls {@code connectionMade} on what it carries. Called on the loop, by the opener of the carrier.
     */
    public static <P extends Protocol> Connection open(
            Carrier bottom, ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        return LiveConnection.on(bottom, factory, observer);
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
    public abstract void push(Layer layer, ByteBuffer received);

    /** Pushes a layer with nothing received for it yet. */
    public final void push(Layer layer) {
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
    public abstract void replace(ProtocolFactory<?> next, ByteBuffer received);

    /**
     * Gives back bytes that the protocol was given but may not use yet: they are the first to be delivered again, in a
     * later turn of the loop, once nothing keeps reading paused. So a protocol that takes deliveries apart can stop in the
     * middle when a callback pauses reading. Called on the loop. After the end of the connection it does nothing.
     *
     * @param received the caller may reuse it. The rest of a delivery that was given back before is not copied again
     */
    public abstract void unread(ByteBuffer received);

    /** Returns the protocol on top, or empty before it is made. */
    public abstract Optional<Protocol> protocol();

    /**
     * Asks the stack to finish, from its lowest layer up to the protocol ({@link Protocol#drainRequested}), and closes
     * where the protocol does not or there is none yet, after the bytes that have arrived were delivered. On the loop;
     * a second call does nothing.
     */
    abstract void requestDrain();

    /** More bytes wait in a source than its mark allows, or few enough again. */
    abstract void overMark(Pressure.Source source, boolean over);

    /** Forgets the input that is kept: the protocol only hears the end from now on. */
    abstract void dropInput();

    /**
     * Ends this connection, and only this one, for what a callback threw.
     *
     * @param what a constant, for the log
     */
    abstract void fail(String what, Throwable failure);

    @Override
    public final void write(ByteBuffer data) {
        if (!loop.isCurrent()) {
            if (life.takesCalls()) {
                remote().write(data);
            }
            data.position(data.limit());
        } else if (!life.takesCalls()) {
            data.position(data.limit());
            LOG.log(Level.TRACE, "{0}: a write after the end goes nowhere", this);
        } else if (pump != null) {
            pump.queue(data);
        } else {
            below.write(data);
        }
    }

    @Override
    public final boolean isWritable() {
        RemoteWrites writes = remote;
        return life.takesCalls() && pressure.isWritable() && (writes == null || writes.isWritable());
    }

    @Override
    public final Deferred<Void> whenWritable() {
        Deferred.Source<Void> answer = new Deferred.Source<>(loop);
        if (!onLoop(() -> awaitWritable(answer))) {
            answer.fail(new ConnectionBrokenException("the connection has ended", null));
        }
        return answer.deferred();
    }

    private void awaitWritable(Deferred.Source<Void> answer) {
        if (isWritable()) {
            answer.succeed(null);
        } else if (pressure.hasOutputEnded() || !life.takesCalls()) {
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
        RemoteWrites made = new RemoteWrites(this, below.memory(), marksBelow());
        synchronized (this) {
            known = remote;
            if (known == null) {
                known = made;
                remote = made;
            }
            return known;
        }
    }

    private WaterMarks marksBelow() {
        return below.feature(WaterMarks.class).orElse(WaterMarks.DEFAULT);
    }

    @Override
    public final Deferred<Long> sendFile(FileChannel file, long position, long count) {
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
        if (!life.takesCalls()) {
            Throwable ended = new IllegalStateException("a file cannot be sent after the end of the connection");
            return Deferred.<Long>failed(ended).on(loop);
        }
        FilePump running = pump;
        Optional<FileSender> direct = running == null ? below.fileSender() : Optional.empty();
        if (direct.isPresent()) {
            return direct.get().sendFile(file, position, count);
        }
        if (running == null) {
            running = new FilePump(this, marksBelow());
            pump = running;
        }
        return running.send(file, position, count);
    }

    @Override
    public final void close() {
        if (!loop.isCurrent()) {
            moveToLoop(this::close);
        } else if (life.close()) {
            dropInput();
            endWrites(new ConnectionBrokenException("the connection was closed", null));
            if (pump != null) {
                pump.queueClose();
            } else {
                below.close();
            }
        }
    }

    @Override
    public final void abort() {
        if (!loop.isCurrent()) {
            moveToLoop(this::abort);
        } else if (life.abort()) {
            dropInput();
            below.abort();
        }
    }

    @Override
    public final void abort(Throwable cause) {
        if (!loop.isCurrent()) {
            moveToLoop(() -> abort(cause));
        } else if (life.abort()) {
            dropInput();
            below.abort(cause);
        }
    }

    @Override
    public final void endOutput() {
        if (!loop.isCurrent()) {
            moveToLoop(this::endOutput);
        } else if (life.takesCalls()) {
            endWrites(new ConnectionBrokenException("the output has ended", null));
            if (pump != null) {
                pump.queue(() -> below.endOutput());
            } else {
                below.endOutput();
            }
        }
    }

    @Override
    public final Address local() {
        return below.local();
    }

    @Override
    public final Address peer() {
        return below.peer();
    }

    @Override
    public final EventLoop loop() {
        return loop;
    }

    @Override
    public final <T> Optional<T> feature(Class<T> type) {
        return type == Connection.class ? Optional.of(type.cast(this)) : below.feature(type);
    }

    final void endWrites(Throwable cause) {
        pressure.endOutput();
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.end(cause);
        }
    }

    /** Less waits to be sent than before. */
    final void reconsiderWriters() {
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.reconsider();
        }
    }

    /** Runs a call on the loop, now or as a task; returns false where the loop has ended, and this connection with it. */
    final boolean onLoop(Runnable call) {
        if (loop.isCurrent()) {
            call.run();
            return true;
        }
        return moveToLoop(call);
    }

    /** Returns false where the loop has ended, and this connection with it: then there is nothing left to do. */
    final boolean moveToLoop(Runnable call) {
        try {
            loop.execute(() -> {
                try {
                    call.run();
                } catch (Throwable failure) {
                    // A layer's: nobody is there to see it.
                    fail("a call of another thread" + ABORTED, failure);
                }
            });
            return true;
        } catch (RejectedExecutionException noLoop) {
            // It has ended, or has long had nothing to do and cannot start again.
            LOG.log(Level.TRACE, "a call after the end of the connection goes nowhere", noLoop);
            return false;
        }
    }

    final void requireLoop(String what) {
        if (!loop.isCurrent()) {
            throw new IllegalStateException(what + " must be called on the connection's loop");
        }
    }

    /** What a protocol is called in logs; one of an anonymous class by the class around it, too. */
    static String nameOf(Protocol protocol) {
        Class<?> type = protocol.getClass();
        String name = type.getName();
        return type.isAnonymousClass() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName();
    }
}

package dev.sennit.transport.spi;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.FileSender;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a connection that goes downwards: it moves the calls of other threads to the loop, and keeps what is written
 * behind a file in its place.
 */
abstract sealed class ConnectionCalls extends InputFlow implements Connection permits LiveConnection {
    static final Logger LOG = System.getLogger(Connection.class.getName());
    /** Ends the texts for {@link #fail}, which are constants: they are needed where no memory may be left. */
    static final String ABORTED = " threw; the connection is aborted";

    // Each field costs memory of every idle connection; what few connections need is made when it is needed.
    // Those that are volatile are read by other threads.
    private volatile Life life = Life.OPENING;
    private volatile boolean outputEnded;
    private volatile @Nullable Pressure pressure;
    volatile Carrier below;

    @Nullable
    FilePump pump;
    /** Where its group counts it; -1 if it does not. Guarded by the group. */
    int place = -1;
    // Written by the first thread that needs it.
    private volatile @Nullable RemoteWrites remote;

    ConnectionCalls(Carrier bottom) {
        this.below = bottom;
    }

    /**
     * Asks the stack to finish, from its lowest layer up to the protocol ({@link Protocol#drainRequested}), and closes
     * where the protocol does not or there is none yet, after the bytes that have arrived were delivered. On the loop;
     * a second call does nothing.
     */
    abstract void requestDrain();

    final Life life() {
        return life;
    }

    /** Returns whether the protocol may hear of input. */
    final boolean isOpen() {
        return life == Life.OPEN;
    }

    /** Enters the state that a call leads to. Returns false if the call takes no effect. On the loop. */
    final boolean enter(@Nullable Life next) {
        if (next != null) {
            life = next;
        }
        return next != null;
    }

    /** Returns whether more waits in this source than its mark allows. On the loop. */
    final boolean isOver(Pressure.Source source) {
        Pressure known = pressure;
        return known != null && known.isOver(source);
    }

    final void setPressure(Pressure.Source source, boolean over) {
        Pressure known = pressure;
        if (known == null) {
            if (!over) {
                return;
            }
            known = new Pressure();
            pressure = known;
        }
        known.set(source, over);
    }

    /** Returns what the protocol is to be told now. */
    final Pressure.Change nextPressure() {
        Pressure known = pressure;
        return known == null ? Pressure.Change.NONE : known.next();
    }

    final void forgetToldPressure() {
        Pressure known = pressure;
        if (known != null) {
            known.forgetTold();
        }
    }

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
        if (!loop().isCurrent()) {
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
        Pressure known = pressure;
        return life.takesCalls()
                && !outputEnded
                && below.canSend()
                && (known == null || !known.isOver())
                && (writes == null || writes.isWritable());
    }

    @Override
    public final Deferred<Void> whenWritable() {
        Deferred.Source<Void> answer = new Deferred.Source<>(loop());
        if (!onLoop(() -> awaitWritable(answer))) {
            answer.fail(new ConnectionBrokenException("the connection has ended", null));
        }
        return answer.deferred();
    }

    private void awaitWritable(Deferred.Source<Void> answer) {
        if (isWritable()) {
            answer.succeed(null);
        } else if (outputEnded && remote == null) {
            answer.fail(new ConnectionBrokenException("the output has ended", null));
        } else {
            // Where the end is known or on its way, it fails for that cause.
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
        if (!loop().isCurrent()) {
            Deferred.Source<Void> moved = new Deferred.Source<>(loop());
            // Attached before the loop can take the turn, so that the file keeps its place among this thread's writes.
            Deferred<Long> sent = moved.deferred().thenCompose(none -> sendFile(file, position, count));
            if (!moveToLoop(() -> moved.succeed(null))) {
                moved.fail(new IllegalStateException("a file cannot be sent after the end of the connection"));
            }
            return sent;
        }
        if (!life.takesCalls()) {
            return notSent("connection");
        }
        if (outputEnded) {
            return notSent("output");
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

    private Deferred<Long> notSent(String ended) {
        return Deferred.<Long>failed(new IllegalStateException("a file cannot be sent after the end of the " + ended))
                .on(loop());
    }

    @Override
    public final void close() {
        if (!loop().isCurrent()) {
            moveToLoop(this::close);
        } else if (enter(life.closed())) {
            dropInput();
            endWrites(() -> new ConnectionBrokenException("the connection was closed", null));
            if (pump != null) {
                pump.queueClose();
            } else {
                below.close();
            }
        }
    }

    @Override
    public final void abort() {
        if (!loop().isCurrent()) {
            moveToLoop(this::abort);
        } else if (enter(life.aborted())) {
            dropInput();
            below.abort();
        }
    }

    @Override
    public final void abort(Throwable cause) {
        if (!loop().isCurrent()) {
            moveToLoop(() -> abort(cause));
        } else if (enter(life.aborted())) {
            dropInput();
            below.abort(cause);
        }
    }

    @Override
    public final void endOutput() {
        if (!loop().isCurrent()) {
            moveToLoop(this::endOutput);
        } else if (life.takesCalls()) {
            endWrites(() -> new ConnectionBrokenException("the output has ended", null));
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
        return below.loop();
    }

    @Override
    public final <T> Optional<T> feature(Class<T> type) {
        return type == Connection.class ? Optional.of(type.cast(this)) : below.feature(type);
    }

    /** Ends the output for other threads. An exception costs a stack trace, so the cause is made only if somebody hears of it. */
    final void endWrites(Supplier<? extends Throwable> cause) {
        outputEnded = true;
        RemoteWrites writes = remote;
        if (writes != null) {
            writes.end(cause.get());
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
        if (loop().isCurrent()) {
            call.run();
            return true;
        }
        return moveToLoop(call);
    }

    /** Returns false where the loop has ended, and this connection with it: then there is nothing left to do. */
    final boolean moveToLoop(Runnable call) {
        try {
            loop().execute(() -> {
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
        if (!loop().isCurrent()) {
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

package dev.sennit.transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A protocol to what is below it and a carrier to what is above it, knowing neither.
 *
 * <p>As it stands it passes everything through; override what the layer changes. All of it runs on the loop.
 *
 * <p>A layer with a handshake keeps {@link #connectionMade} to itself, writes and reads below, and calls
 * {@code above().connectionMade()} once, when it is done; what the peer sent behind the handshake follows that. Until
 * then:
 *
 * <ul>
 *   <li>It may be written to, by a factory's {@link ProtocolFactory#prepare} or by a protocol that runs already
 *       ({@link Connection#push}): keep that, and send it before the call.
 *   <li>Reading is not paused: {@link #pauseReading} comes from above only once all layers have made that call.
 *   <li>{@link #close} may come at any time, and is right to pass on at once unless there is something kept to be sent
 *       first. {@link #endOutput} may come as early, and waits for the end of the handshake, which needs that output.
 *       {@link #connectionLost} may come though {@code connectionMade} was never passed on; pass it on all the
 *       same.
 *   <li>A peer that ends its output ({@link #inputEnded}) ends the handshake. Passed on, it closes the connection;
 *       {@code below().abort(cause)} says more.
 * </ul>
 *
 * <p>One that finds a fault calls {@code below().abort(cause)}: the cause comes back as the reason, through
 * {@link #connectionLost}, to everything above, and is what a connect fails with.
 *
 * <p>One delivery from below may become several above, or none. Whatever the protocol does in the middle, pausing,
 * closing, putting another in its place, the layer just goes on: the connection keeps what may not be heard yet, and
 * drops what may not be heard any more. A layer whose own peer has ended may say so, with {@code above().inputEnded()},
 * before its carrier's end; the protocol hears it once.
 *
 * <p>A layer that holds bytes back on their way down adds its own backlog to the pressure: it calls
 * {@code above().writePaused()} when either is over, and {@code writeResumed()} when neither is. {@link WaterMarks} are a
 * {@linkplain #feature feature} of what is below. It says what it {@linkplain #holds holds}.
 *
 * <p>{@link #drainRequested} goes up through the layers to the protocol. One that would rather say goodbye in its own
 * way does so there, and passes it on.
 */
public abstract class Layer implements Protocol, Carrier {
    private @Nullable Carrier below;
    private @Nullable Protocol above;
    private long unsentHeld;
    private long unusedHeld;

    /** Makes a layer that is not yet in any stack. */
    protected Layer() {}

    /**
     * Returns what carries this layer's bytes: the layer below, or the carrier.
     *
     * @throws IllegalStateException before the layer is in a stack
     */
    public final Carrier below() {
        Carrier carrier = below;
        if (carrier == null) {
            throw new IllegalStateException(this + " is in no stack yet");
        }
        return carrier;
    }

    /** What this layer carries. */
    protected final Protocol above() {
        Protocol protocol = above;
        if (protocol == null) {
            throw new IllegalStateException(this + " is in no stack yet");
        }
        return protocol;
    }

    /**
     * Puts this layer into a stack, between a carrier and what the carrier has carried. Called by the connection, on its loop;
     * users call {@link Connection#push}.
     *
     * @throws IllegalStateException if the layer is in a stack already
     */
    public final void insert(Carrier carrier, Protocol protocol) {
        if (below != null) {
            throw new IllegalStateException(this + " is already in a stack; make a new layer for each connection");
        }
        below = carrier;
        above = protocol;
        carrier.carry(this);
    }

    @Override
    public final void carry(Protocol protocol) {
        above = protocol;
    }

    /**
     * Returns whether a handshake of this layer has begun and has not succeeded. A connect whose deadline passes names that
     * handshake. From any thread. By default a layer has no handshake.
     */
    public boolean isHandshaking() {
        return false;
    }

    @Override
    public void connectionMade() {
        above().connectionMade();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        above().dataReceived(data);
    }

    @Override
    public boolean inputEnded() {
        return above().inputEnded();
    }

    @Override
    public boolean writePaused() {
        return above().writePaused();
    }

    @Override
    public void writeResumed() {
        above().writeResumed();
    }

    @Override
    public boolean drainRequested() {
        return above().drainRequested();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        above().connectionLost(reason);
    }

    @Override
    public void afterArrived(Runnable then) {
        below().afterArrived(then);
    }

    @Override
    public void write(ByteBuffer data) {
        below().write(data);
    }

    /** Returns nothing: a layer sees the bytes of files, which the connection writes piece by piece. */
    @Override
    public final Optional<FileSender> fileSender() {
        return Optional.empty();
    }

    /**
     * Says how many bytes this layer holds now. A layer that keeps bytes of a peer's handshake, or what is written before the
     * end of its own, calls this whenever that changes: the bytes count against the {@linkplain MemoryBudget memory budget} of
     * the reactor, and those that wait to be sent against the limit of rule T12 of {@link Transport}. What a connection that
     * has ended held is forgotten.
     *
     * @param unsentBytes written from above, and not yet passed on; 0 or more
     * @param unusedBytes received, and not yet passed on or dropped; 0 or more
     */
    protected void holds(long unsentBytes, long unusedBytes) {
        if (unsentBytes != unsentHeld || unusedBytes != unusedHeld) {
            memory().add(unsentBytes - unsentHeld, unusedBytes - unusedHeld);
            unsentHeld = unsentBytes;
            unusedHeld = unusedBytes;
        }
    }

    @Override
    public final ConnectionMemory memory() {
        return below().memory();
    }

    @Override
    public void close() {
        below().close();
    }

    @Override
    public void abort() {
        below().abort();
    }

    @Override
    public void abort(Throwable cause) {
        below().abort(cause);
    }

    @Override
    public void endOutput() {
        below().endOutput();
    }

    @Override
    public final boolean canSend() {
        return below().canSend();
    }

    @Override
    public void pauseReading() {
        below().pauseReading();
    }

    @Override
    public void resumeReading() {
        below().resumeReading();
    }

    @Override
    public Address local() {
        return below().local();
    }

    @Override
    public Address peer() {
        return below().peer();
    }

    @Override
    public final EventLoop loop() {
        return below().loop();
    }

    /**
     * Passes the question on. A layer that has a feature overrides this: it returns the feature for the one type that it
     * declares, and calls this method for all others. Called from any thread.
     */
    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return below().feature(type);
    }
}

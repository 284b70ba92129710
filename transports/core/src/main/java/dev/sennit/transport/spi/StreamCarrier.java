package dev.sennit.transport.spi;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectionMemory;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bottom of a stack: all that the carriers of streams have in common. For those who write transports; everything runs on
 * the loop of the connection, except where {@link Carrier} says otherwise.
 *
 * <p>A kind of stream implements five methods: {@link #send} takes bytes, {@link #unsentBytes} says how many of them wait,
 * {@link #wantInput} turns reading on and off, {@link #sendEnd} ends the output, and {@link #release} frees everything. It
 * reports what happens to its stream by these:
 *
 * <ul>
 *   <li>{@link #begin} once the stream is open and {@link #carry} was called;
 *   <li>{@link #deliver}, or {@link #received} and the call of {@link #above} itself, for what has arrived, only while
 *       {@link #wantsInput} returns true; then {@link #inputDone} when the peer has ended its output;
 *   <li>{@link #sent} and {@link #flushed} for what the stream has taken, and {@link #endSent} for the end of the output;
 *   <li>{@link #abort(By, Throwable)} when the stream has broken.
 * </ul>
 *
 * <p>This class does the rest: which calls still count, the marks, the order of the end (flush, half-close, wait for the
 * peer, or reset), both {@link CloseTimeouts}, {@code connectionLost} exactly once, and the account for the
 * {@link MemoryBudget}.
 *
 * <p>What a layer above throws comes through the methods that report. So a kind calls them in tasks given to {@link #later},
 * which end the connection for it; from inside a call of what is above, it calls none but {@link #sent}, {@link #endSent} and
 * {@link #abort(By, Throwable)}.
 */
public abstract class StreamCarrier extends CarrierLife implements Carrier, ConnectionMemory.Owner, LoopMember {
    private static final Protocol NOTHING_YET = data -> {};

    private final EventLoop loop;
    private final Ends ends;
    private final WaterMarks marks;
    private final CloseTimeouts timeouts;
    private Protocol above = NOTHING_YET;
    // Also asked for by other threads that write.
    private volatile @Nullable ConnectionMemory memory;
    private @Nullable Timer timeout;
    private @Nullable Runnable whenDelivered;
    private boolean begun;
    private boolean endBegun;
    private boolean toldOfEnd;
    private boolean inputPaused;
    private boolean pausedForMemory;
    private boolean overMark;

    /** Makes a carrier that is open, and neither reads nor tells anyone before {@link #begin}. */
    protected StreamCarrier(EventLoop loop, Ends ends, WaterMarks marks, CloseTimeouts timeouts) {
        super(loop);
        this.loop = loop;
        this.ends = ends;
        this.marks = marks;
        this.timeouts = timeouts;
    }

    /** The addresses of a connection, as one end sees them. They do not change, and stay known after the end. Any thread. */
    public interface Ends {
        /** Returns this end's address. */
        Address local();

        /** Returns the other end's address. */
        Address peer();

        /** Returns these addresses. */
        static Ends of(Address local, Address peer) {
            return new KnownEnds(local, peer);
        }

        /** Returns the addresses as the other end sees them. */
        default Ends reversed() {
            return of(peer(), local());
        }
    }

    private record KnownEnds(Address local, Address peer) implements Ends {}

    /**
     * Takes the bytes, all of them, before it returns, to be sent now or soon. Called only while output is taken.
     *
     * @param data the caller's; its position is at its limit when this returns
     */
    protected abstract void send(ByteBuffer data);

    /** Returns whether anything is left to send before the end of the output. By default: whether there are unsent bytes. */
    protected boolean hasUnsent() {
        return unsentBytes() > 0;
    }

    /**
     * Begins or stops to read. Called whenever that may have changed, often for no change. Does not deliver before it
     * returns. What is read after {@link #close} is passed to {@link #deliver} as before, which drops it.
     */
    protected abstract void wantInput(boolean wanted);

    /** Tells the peer that no more comes, now that all is sent, and calls {@link #endSent} when that is done. Called once. */
    protected abstract void sendEnd();

    /**
     * Closes the stream, and drops what was not sent. Called once, when the connection has ended; {@code connectionLost}
     * follows.
     *
     * @param reset false if both sides had come to their end, or the time to wait for that was over
     */
    protected abstract void release(boolean reset);

    /** Notes what has arrived and is not delivered, for {@link #hasArrived}: a drain begins. By default nothing. */
    protected void noteArrived() {}

    /**
     * Returns whether any of what {@link #noteArrived} noted is not delivered yet; then the kind calls
     * {@link #checkDelivered} later. By default nothing is noted.
     */
    protected boolean hasArrived() {
        return false;
    }

    /** Tells what is above that the stream is open, and begins to read. The connection ends with its loop from now on. */
    public void begin() {
        if (!isOver() && loop instanceof LoopMember.Loop home) {
            home.addMember(this);
        }
        open();
    }

    /** Does as {@link #begin} for a stream whose loop knows of it already. */
    protected final void open() {
        if (isOver()) {
            return;
        }
        begun = true;
        attempt(() -> above.connectionMade());
        applyInput();
    }

    @Override
    public final void carry(Protocol protocol) {
        above = protocol;
    }

    /** Returns what hears what arrives. */
    protected final Protocol above() {
        return above;
    }

    @Override
    public void write(ByteBuffer data) {
        if (!takesOutput()) {
            data.position(data.limit());
            return;
        }
        send(data);
        checkHighMark(unsentBytes());
    }

    /** Tells what is above to pause if so many bytes that wait are more than the high mark. */
    protected final void checkHighMark(long waitingBytes) {
        if (!overMark && waitingBytes > marks.highBytes() && !isOver()) {
            overMark = true;
            above.writePaused();
        }
    }

    /** Counts bytes that the stream has taken. */
    protected final void sent(long bytes) {
        noteSent(bytes);
    }

    /** Acts on what a flush has changed; never inside a call of what is above. So many bytes still wait. */
    protected final void flushed(long waitingBytes) {
        if (isOver()) {
            return;
        }
        if (isOutputEnding()) {
            beginEnd();
        }
        if (overMark && !isOver() && waitingBytes <= marks.lowBytes()) {
            overMark = false;
            above.writeResumed();
        }
    }

    @Override
    public final void close() {
        if (!beginClosing()) {
            return;
        }
        if (isOutputEnded()) {
            finishOrAwaitPeer();
        } else {
            endOutput();
        }
        if (!isOver()) {
            // What still comes is read and dropped: unread bytes would turn the end into a reset.
            applyInput();
            if (!isOutputEnded()) {
                awaitFlush();
            }
        }
    }

    @Override
    public final void endOutput() {
        if (beginEndingOutput()) {
            beginEnd();
        }
    }

    /** The peer knows that no more comes. */
    protected final void endSent() {
        if (!isOver()) {
            noteOutputEnded();
            stopTimeout();
            finishOrAwaitPeer();
        }
    }

    @Override
    public final void abort() {
        abort(By.US, null);
    }

    @Override
    public final void abort(Throwable why) {
        abort(By.US, why);
    }

    /**
     * Ends the connection here and now, unless it has ended.
     *
     * @param why the cause, or null for an abort without one
     */
    protected final void abort(By by, @Nullable Throwable why) {
        if (why != null && loop instanceof LoopMember.Loop home) {
            home.suffered(why);
        }
        if (noteAbort(by, why)) {
            ended(true);
        }
    }

    @Override
    public void loopEnds(@Nullable Throwable failure) {
        abort(By.REACTOR, failure == null ? null : new ConnectionBrokenException("its loop broke", failure));
        if (failure != null) {
            // The turn that was asked for may have found no memory.
            tellOfEnd();
        }
    }

    @Override
    public boolean canSend() {
        return takesOutput();
    }

    @Override
    public final void pauseReading() {
        inputPaused = true;
        applyInput();
    }

    @Override
    public final void resumeReading() {
        inputPaused = false;
        applyInput();
    }

    @Override
    public final void pauseForMemory(boolean paused) {
        pausedForMemory = paused;
        applyInput();
    }

    @Override
    public final void abortForMemory(LimitExceededException cause) {
        abort(By.REACTOR, cause);
    }

    /** Whether bytes that arrive may be delivered: open, not paused by {@link #pauseReading}, and not closing. */
    protected final boolean isReading() {
        return !inputPaused && takesInput();
    }

    /** Whether {@link #pauseReading} was called, and {@link #resumeReading} was not. */
    protected final boolean isReadingPaused() {
        return inputPaused;
    }

    /**
     * Whether what arrives is to be read: it is delivered, or dropped after {@link #close}. A drain waits for what has
     * arrived, and frees memory after it; so the budget does not hold that up.
     */
    protected final boolean wantsInput() {
        boolean paused = inputPaused || (pausedForMemory && whenDelivered == null);
        return begun && !isOver() && !isInputEnded() && (!paused || isClosing());
    }

    /** Counts bytes that came, and lends them to what is above. */
    protected final void deliver(ByteBuffer data) {
        received(data.remaining());
        if (!isClosing()) {
            above.dataReceived(data);
        }
    }

    /** Counts bytes that came. */
    protected final void received(long bytes) {
        noteReceived(bytes);
    }

    /** The peer has ended its output, and all that came before is delivered. */
    protected final void inputDone() {
        noteInputEnded();
        applyInput();
        if (!isClosing()) {
            above.inputEnded();
        }
        finishOrAwaitPeer();
    }

    @Override
    public final void afterArrived(Runnable then) {
        whenDelivered = then;
        noteArrived();
        applyInput();
    }

    /** Calls back if {@link #afterArrived} waits for nothing more. */
    protected final void checkDelivered() {
        Runnable waiting = whenDelivered;
        if (waiting != null && (!takesInput() || !hasArrived()) && !isOver()) {
            whenDelivered = null;
            applyInput();
            waiting.run();
        }
    }

    @Override
    public final Address local() {
        return ends.local();
    }

    @Override
    public final Address peer() {
        return ends.peer();
    }

    @Override
    public final EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        Object known = type == WaterMarks.class
                ? marks
                : type == Traffic.class ? traffic() : type == CloseTimeouts.class ? timeouts : null;
        return Optional.ofNullable(type.cast(known));
    }

    @Override
    public final ConnectionMemory memory() {
        ConnectionMemory known = memory;
        return known != null ? known : madeMemory();
    }

    /**
     * The bytes that wait to be sent take so much memory now. It may end this carrier before it returns, or another one of
     * this loop, where all of them hold too much. Called from a place that stands that.
     */
    protected final void holdsUnsent(long bytes) {
        ConnectionMemory known = memory;
        if (known != null) {
            known.carrierHolds(bytes);
        } else if (bytes > 0) {
            memory().carrierHolds(bytes);
        }
    }

    /** Returns when the unsent bytes are many. */
    protected final WaterMarks marks() {
        return marks;
    }

    /** Runs a task in a later turn of the loop, as {@link #attempt} does. */
    protected final void later(Runnable task) {
        loop.execute(() -> attempt(task));
    }

    /** Runs a task, and ends the connection if that throws. */
    protected final void attempt(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    @Override
    public String toString() {
        return local() + " - " + peer();
    }

    private void applyInput() {
        wantInput(wantsInput());
        if (whenDelivered != null) {
            later(this::checkDelivered);
        }
    }

    private void beginEnd() {
        if (!endBegun && !hasUnsent()) {
            endBegun = true;
            sendEnd();
        }
    }

    /** Waits as long as the peer takes anything at all within each span of the timeout. */
    private void awaitFlush() {
        long sentBefore = bytesSent();
        timeout = loop.after(timeouts.flush(), () -> {
            if (bytesSent() != sentBefore) {
                awaitFlush();
            } else {
                abort(By.PEER, timeouts.notFlushed("the last " + unsentBytes() + " bytes"));
            }
        });
    }

    /** Finishes once the peer has ended too, or after the time that a closed connection waits for that. */
    private void finishOrAwaitPeer() {
        if (bothEnded()) {
            finish();
        } else if (isClosing() && isOutputEnded() && !isOver() && timeout == null) {
            timeout = loop.after(timeouts.linger(), this::finish);
        }
    }

    private void finish() {
        if (noteEnd()) {
            ended(false);
        }
    }

    /** The one way out: frees everything now, and tells what is above in a later turn. */
    private void ended(boolean reset) {
        try {
            stopTimeout();
            if (loop instanceof LoopMember.Loop home) {
                home.removeMember(this);
            }
            release(reset);
        } finally {
            try {
                holdsNothing();
            } finally {
                loop.execute(this::tellOfEnd);
            }
        }
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    private void holdsNothing() {
        ConnectionMemory counted;
        synchronized (this) {
            counted = memory;
            memory = ConnectionMemory.UNCOUNTED;
        }
        if (counted != null) {
            counted.end();
        }
    }

    private synchronized ConnectionMemory madeMemory() {
        ConnectionMemory known = memory;
        if (known == null) {
            known = ConnectionMemory.of(this);
            memory = known;
        }
        return known;
    }

    private void tellOfEnd() {
        if (!toldOfEnd) {
            toldOfEnd = true;
            above.connectionLost(reason());
        }
    }
}

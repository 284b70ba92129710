package dev.sennit.transport.spi;

import dev.sennit.transport.ConnectionMemory;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.LimitExceededException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have written to a connection and its loop has not taken over yet, and who waits to write. Made when
 * another thread writes, or somebody has to wait, for the first time.
 */
final class RemoteWrites {
    /** The objects around the bytes of a write that is queued: without them a million single bytes would seem little. */
    private static final int OVERHEAD_BYTES = 128;

    private final ConnectionCalls connection;
    private final ConnectionMemory memory;
    private final WaterMarks marks;
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean overLimit = new AtomicBoolean();

    /** How many bytes the loop has taken over since none were unsent: at most so many of the unsent ones are other threads'. */
    private volatile long takenBytes;

    // On the loop.
    private final Queue<Deferred.Source<Void>> waiting = new ArrayDeque<>(0);
    private boolean turnAsked;
    private @Nullable Throwable ended;

    RemoteWrites(ConnectionCalls connection, ConnectionMemory memory, WaterMarks marks) {
        this.connection = connection;
        this.memory = memory;
        this.marks = marks;
    }

    /** Whether what is queued leaves room for more. From any thread. */
    boolean isWritable() {
        return queuedBytes.get() <= marks.highBytes() && !overLimit.get();
    }

    /** Queues a write for the loop, unless too much is queued already. From any other thread. */
    void write(ByteBuffer data) {
        int bytes = data.remaining();
        if (!admit(bytes)) {
            return;
        }
        boolean moved = false;
        try {
            ByteBuffer copy = ByteBuffer.allocate(bytes).put(data).flip();
            moved = connection.moveToLoop(() -> {
                taken(bytes);
                connection.write(copy);
                reconsider();
            });
        } finally {
            // Also where there is no memory for the copy.
            if (!moved) {
                takenBack(bytes);
            }
        }
    }

    /**
     * Counts a write that is about to be queued, unless more than the limit waits already: then this aborts the connection
     * and returns false. A connection that is to be aborted for its memory admits nothing. From any thread.
     */
    private boolean admit(int bytes) {
        long count = (long) bytes + OVERHEAD_BYTES;
        long before = queuedBytes.getAndAdd(count) + Math.min(takenBytes, memory.unsentBytes());
        if (memory.condemnedBytes() > 0) {
            queuedBytes.addAndGet(-count);
            return false;
        }
        if (before <= marks.limitBytes() && !overLimit.get()) {
            memory.queued(count);
            return true;
        }
        queuedBytes.addAndGet(-count);
        if (overLimit.compareAndSet(false, true)) {
            connection.abort(new LimitExceededException(
                    before + " bytes wait to be sent, which other threads than the loop wrote",
                    marks.limitBytes(),
                    "such writers ask isWritable() before they write, and wait for whenWritable()"));
        }
        return false;
    }

    /** The loop takes a write over, and passes it on next. On the loop. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Only the loop writes it.
    private void taken(int bytes) {
        takenBytes = memory.unsentBytes() == 0 ? bytes : takenBytes + bytes;
        takenBack(bytes);
    }

    /** A write is queued no longer. From any thread. */
    private void takenBack(int bytes) {
        long count = (long) bytes + OVERHEAD_BYTES;
        queuedBytes.addAndGet(-count);
        memory.queued(-count);
    }

    /** Settles this once the connection may be written to. On the loop. */
    void await(Deferred.Source<Void> source) {
        source.onCancel(() -> connection.onLoop(() -> waiting.remove(source)));
        waiting.add(source);
        reconsider();
    }

    /** Writing may have become possible. On the loop. */
    void reconsider() {
        if (turnAsked || waiting.isEmpty() || (ended == null && !connection.isWritable())) {
            return;
        }
        turnAsked = true;
        try {
            connection.loop().execute(this::settleNext);
        } catch (RejectedExecutionException loopEnded) {
            settleNext();
        }
    }

    /** The connection takes no more output, for this cause: nobody waits any longer. On the loop. */
    void end(Throwable cause) {
        if (ended == null) {
            ended = cause;
        }
        reconsider();
    }

    /** One in each turn: what it writes may be enough for now. */
    private void settleNext() {
        turnAsked = false;
        Throwable cause = ended;
        if (cause != null) {
            for (Deferred.Source<Void> next; (next = waiting.poll()) != null; ) {
                next.fail(cause);
            }
        } else if (connection.isWritable()) {
            Deferred.Source<Void> next = waiting.poll();
            if (next != null) {
                next.succeed(null);
            }
            reconsider();
        }
    }
}

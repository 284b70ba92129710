package dev.sennit.transport.nio;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.FaultLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has still to send, in order. It holds memory only while there is something.
 *
 * <p>Small writes gather in an open chunk borrowed from the loop. What a send leaves over moves to a buffer of its own
 * size, so that many slow readers do not hold many half-empty chunks.
 */
final class Outgoing {
    private static final Logger LOG = System.getLogger(Outgoing.class.getName());

    /** From this size up a write skips the chunk: tried at once, from where it lies. */
    static final int LARGE_BYTES = 32 * 1024;
    /** The most given to the system in one call: the JDK copies heap bytes to a hidden direct buffer as large. */
    private static final int SEND_BYTES = 256 * 1024;
    /** Sends in a row before others on the loop have their turn. */
    private static final int SENDS_PER_FLUSH = 16;
    /** Stands for the queue of a connection that has never kept anything back. Nothing is added to it. */
    private static final ArrayDeque<Object> NOTHING = new ArrayDeque<>(0);

    private final NioLoop loop;
    private ArrayDeque<Object> waiting = NOTHING;
    private @Nullable ByteBuffer open;
    private @Nullable ChunkPool openFrom;
    private long pendingBytes;
    private long droppedBytes;

    private Outgoing(NioLoop loop) {
        this.loop = loop;
    }

    /** The unused ones of a loop: a connection has one only while it has something to send. For the loop's thread. */
    static final class Spare {
        private static final int MOST = 64;

        private final NioLoop loop;
        private final Outgoing nothing;
        private final ArrayDeque<Outgoing> unused = new ArrayDeque<>();

        Spare(NioLoop loop) {
            this.loop = loop;
            this.nothing = new Outgoing(loop);
        }

        /** Returns the one that stands for a connection with nothing to send. Nothing is added to it. Any thread. */
        Outgoing nothing() {
            return nothing;
        }

        Outgoing take() {
            Outgoing taken = unused.poll();
            return taken == null ? new Outgoing(loop) : taken;
        }

        /** Takes an empty one back, and returns what stands for it from now on. */
        Outgoing giveBack(Outgoing empty) {
            if (empty != nothing && unused.size() < MOST) {
                // A queue that was long would keep its room.
                empty.waiting = NOTHING;
                empty.droppedBytes = 0;
                // Of bytes that were lost for want of memory.
                empty.pendingBytes = 0;
                unused.push(empty);
            }
            return nothing;
        }
    }

    /** Bytes of memory that wait; items with means of their own do not count. */
    long pendingBytes() {
        return pendingBytes;
    }

    /** Bytes that nobody will send any more, because the connection cannot. */
    long droppedBytes() {
        return droppedBytes;
    }

    /** Counts bytes that came too late to be sent. */
    void countDropped(int bytes) {
        droppedBytes += bytes;
    }

    /**
     * Memory that the waiting bytes take: their buffers whole, of which the first may have been sent in part, and the open
     * chunk with the room it has left.
     */
    long heldBytes() {
        long held = pendingBytes;
        if (open != null) {
            held += open.remaining();
        }
        return waiting.peek() instanceof ByteBuffer first ? held + first.position() : held;
    }

    boolean isEmpty() {
        return open == null && waiting.isEmpty();
    }

    /** Copies the bytes behind what waits already. */
    void add(ByteBuffer data, boolean inItsCallback) {
        if (data.remaining() >= LARGE_BYTES) {
            closeChunk();
            ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
            queue().add(copy);
            // Counted last: there may be no memory for it, and the protocol may go on all the same.
            pendingBytes += copy.remaining();
            return;
        }
        while (data.hasRemaining()) {
            ByteBuffer chunk = open;
            if (chunk == null) {
                ChunkPool pool = loop.chunksFor(data.remaining(), inItsCallback);
                chunk = pool.take();
                open = chunk;
                openFrom = pool;
            }
            int fits = Math.min(chunk.remaining(), data.remaining());
            chunk.put(chunk.position(), data, data.position(), fits);
            chunk.position(chunk.position() + fits);
            data.position(data.position() + fits);
            pendingBytes += fits;
            if (!chunk.hasRemaining()) {
                closeChunk();
            }
        }
    }

    void add(SendItem item) {
        closeChunk();
        queue().add(item);
    }

    /**
     * Gives the system what it takes.
     *
     * @return bytes taken
     */
    long flush(StreamChannel channel) throws IOException {
        if (waiting.isEmpty()) {
            return flushOpen(channel);
        }
        closeChunk();
        long sent = 0;
        for (int sends = 0; sends < SENDS_PER_FLUSH; sends++) {
            Object first = waiting.peek();
            if (first == null) {
                break;
            }
            long now;
            boolean done;
            if (first instanceof SendItem item) {
                now = item.send(channel);
                done = item.isDone();
            } else {
                ByteBuffer buffer = (ByteBuffer) first;
                now = sendSome(channel, buffer);
                pendingBytes -= now;
                done = !buffer.hasRemaining();
            }
            sent += now;
            if (done) {
                waiting.remove();
            } else if (now == 0) {
                break;
            }
        }
        return sent;
    }

    /**
     * Sends from the caller's buffer itself as much as the system takes, what has gathered before it in the same call.
     * Only where nothing else waits: see {@link #hasOnlyChunk}.
     *
     * @return bytes taken of both
     */
    long sendDirectly(StreamChannel channel, ByteBuffer data) throws IOException {
        long sent = open == null ? 0 : sendChunkWith(channel, data);
        while (isEmpty() && data.hasRemaining()) {
            int wanted = Math.min(data.remaining(), SEND_BYTES);
            int now = sendSome(channel, data);
            sent += now;
            if (now < wanted) {
                break;
            }
        }
        return sent;
    }

    /** Whether nothing waits but what gathers in the open chunk, if that. */
    boolean hasOnlyChunk() {
        return waiting.isEmpty();
    }

    /** Lets the bytes go, and keeps the items: takes no memory, and calls nobody. */
    void dropBytes() {
        if (open != null) {
            Objects.requireNonNull(openFrom).give(open);
        }
        open = null;
        if (pendingBytes > 0) {
            droppedBytes += pendingBytes;
            pendingBytes = 0;
        }
        for (int left = waiting.size(); left > 0; left--) {
            Object first = waiting.remove();
            if (first instanceof SendItem) {
                waiting.add(first);
            }
        }
    }

    /** Lets everything go, failing the items. */
    void drop(Throwable cause) {
        dropBytes();
        while (waiting.poll() instanceof SendItem item) {
            try {
                item.fail(cause);
            } catch (Throwable failure) {
                loop.suffered(failure);
                FaultLog.report(LOG, "an item that could not be sent threw", failure);
            }
        }
    }

    private ArrayDeque<Object> queue() {
        if (waiting == NOTHING) {
            waiting = new ArrayDeque<>(0);
        }
        return waiting;
    }

    private long flushOpen(StreamChannel channel) throws IOException {
        ByteBuffer chunk = open;
        if (chunk == null) {
            return 0;
        }
        int sent = channel.write(chunk.flip());
        pendingBytes -= sent;
        giveBackChunk(chunk);
        return sent;
    }

    private long sendChunkWith(StreamChannel channel, ByteBuffer data) throws IOException {
        ByteBuffer chunk = Objects.requireNonNull(open);
        ByteBuffer[] pair = loop.pair();
        int limit = data.limit();
        data.limit(Math.min(limit, data.position() + SEND_BYTES));
        pair[0] = chunk.flip();
        pair[1] = data;
        int gathered = chunk.remaining();
        long sent;
        try {
            sent = channel.write(pair);
        } finally {
            data.limit(limit);
        }
        pendingBytes -= Math.min(sent, gathered);
        giveBackChunk(chunk);
        return sent;
    }

    /** Moves what a send left in the chunk to a buffer of its own size. */
    private void giveBackChunk(ByteBuffer chunk) {
        open = null;
        if (chunk.hasRemaining()) {
            queue().addFirst(ByteBuffer.allocate(chunk.remaining()).put(chunk).flip());
        }
        Objects.requireNonNull(openFrom).give(chunk);
    }

    /** Ends the gathering, so that what follows comes after it. */
    private void closeChunk() {
        ByteBuffer chunk = open;
        if (chunk != null) {
            chunk.flip();
            queue().add(ByteBuffer.allocate(chunk.remaining()).put(chunk).flip());
            open = null;
            Objects.requireNonNull(openFrom).give(chunk);
        }
    }

    private static int sendSome(StreamChannel channel, ByteBuffer data) throws IOException {
        if (data.remaining() <= SEND_BYTES) {
            return channel.write(data);
        }
        int limit = data.limit();
        data.limit(data.position() + SEND_BYTES);
        try {
            return channel.write(data);
        } finally {
            data.limit(limit);
        }
    }

    /** Part of a file on its way to a socket, without passing through this process's memory. */
    static final class FileRegion implements SendItem {
        private static final long SEND_BYTES = 1024 * 1024;

        private final FileChannel file;
        private final long start;
        private final long end;
        private final Deferred.Source<Long> answer;
        private final Executor loop;
        private long next;
        private boolean done;

        /** Its answer is settled in a later turn of the loop, since callbacks write, close and abort. */
        FileRegion(FileChannel file, long start, long count, Deferred.Source<Long> answer, Executor loop) {
            this.file = file;
            this.start = start;
            this.end = count > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + count;
            this.answer = answer;
            this.loop = loop;
            this.next = start;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        /** Gives the system what it takes; a file that can't be read is this region's failure, not the connection's. */
        @Override
        public long send(StreamChannel channel) throws IOException {
            long size;
            long sent;
            try {
                size = file.size();
            } catch (IOException failure) {
                fail(failure);
                return 0;
            }
            long wanted = Math.min(Math.min(end, size) - next, SEND_BYTES);
            try {
                sent = wanted <= 0 ? 0 : channel.transferFrom(file, next, wanted);
            } catch (NonReadableChannelException openForWriting) {
                fail(openForWriting);
                return 0;
            }
            next += sent;
            if (next >= Math.min(end, size)) {
                done = true;
                long handedOver = next - start;
                loop.execute(() -> answer.succeed(handedOver));
            }
            return sent;
        }

        @Override
        public void fail(Throwable cause) {
            done = true;
            loop.execute(() -> answer.fail(cause));
        }
    }
}

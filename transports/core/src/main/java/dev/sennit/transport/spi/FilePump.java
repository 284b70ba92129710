package dev.sennit.transport.spi;

import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.spi.Pressure.Source;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sends files through a stack that must see the bytes, chunk by chunk and no faster than the stack takes them. What is
 * written meanwhile waits its turn here, and counts against the write marks.
 */
final class FilePump {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Carrier below;
    private final ConnectionCalls connection;
    private final WaterMarks marks;
    private final Queue<Step> steps = new ArrayDeque<>();
    private long waitingBytes;
    private boolean overMark;
    private boolean paused;
    private boolean scheduled;
    private @Nullable Timer timeout;

    FilePump(ConnectionCalls connection, WaterMarks marks) {
        this.connection = connection;
        this.below = connection.below;
        this.marks = marks;
        this.paused = connection.isOver(Source.CARRIER);
    }

    Deferred<Long> send(FileChannel file, long position, long count) {
        FileStep step = new FileStep(file, position, end(position, count), new Deferred.Source<>(below.loop()));
        steps.add(step);
        schedule();
        return step.answer.deferred();
    }

    void queue(ByteBuffer data) {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        steps.add(new WriteStep(copy));
        waits(copy.remaining());
        if (!overMark && waitingBytes > marks.highBytes()) {
            overMark = true;
            connection.overMark(Source.FILES, true);
        }
    }

    void queue(Runnable call) {
        steps.add(new CallStep(call));
    }

    /** Closes behind what waits; but a peer that takes nothing of it is not waited for for ever. */
    void queueClose() {
        queue(below::close);
        awaitFlush(below.feature(CloseTimeouts.class).orElse(CloseTimeouts.DEFAULT));
    }

    private void awaitFlush(CloseTimeouts timeouts) {
        long sentBefore = sentBytes();
        timeout = below.loop().after(timeouts.flush(), () -> {
            if (sentBytes() != sentBefore) {
                awaitFlush(timeouts);
            } else {
                below.abort(timeouts.notFlushed("a file, or of what waits behind it,"));
            }
        });
    }

    void pause(boolean value) {
        paused = value;
        if (!paused) {
            schedule();
        }
    }

    /** The connection is gone: nothing more is sent. */
    void fail(Throwable cause) {
        stopTimeout();
        for (Step step : steps) {
            if (step instanceof FileStep file) {
                file.answer.fail(cause);
            }
        }
        steps.clear();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            below.loop().execute(this::turn);
        }
    }

    private void turn() {
        scheduled = false;
        try {
            sendSome();
        } catch (Throwable failure) {
            // A layer's, most likely: whoever waits for the rest must not wait for ever.
            connection.fail("sending a file", failure);
        }
    }

    /** Does one file chunk, or all plain calls up to the next file: bounded work, then others have their turn. */
    private void sendSome() {
        Step step;
        while (!paused && (step = steps.peek()) != null) {
            if (step instanceof CallStep call) {
                steps.remove();
                call.call.run();
            } else if (step instanceof WriteStep write) {
                steps.remove();
                write(write.data);
            } else if (step instanceof FileStep file) {
                if (file.sendChunk(below)) {
                    steps.remove(file);
                }
                schedule();
                return;
            }
        }
        if (steps.isEmpty()) {
            stopTimeout();
            connection.pump = null;
        }
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    private long sentBytes() {
        return below.feature(Traffic.class).map(Traffic::bytesSent).orElse(0L);
    }

    private void write(ByteBuffer data) {
        waits(-data.remaining());
        below.write(data);
        if (overMark && waitingBytes <= marks.lowBytes()) {
            overMark = false;
            connection.overMark(Source.FILES, false);
        }
    }

    private void waits(int moreBytes) {
        waitingBytes += moreBytes;
        below.memory().add(moreBytes, 0);
    }

    private static long end(long position, long count) {
        return count > Long.MAX_VALUE - position ? Long.MAX_VALUE : position + count;
    }

    private sealed interface Step {}

    private record WriteStep(ByteBuffer data) implements Step {}

    private record CallStep(Runnable call) implements Step {}

    private static final class FileStep implements Step {
        private final FileChannel file;
        private final long start;
        private final long end;
        private final Deferred.Source<Long> answer;
        private long next;

        private FileStep(FileChannel file, long start, long end, Deferred.Source<Long> answer) {
            this.file = file;
            this.start = start;
            this.next = start;
            this.end = end;
            this.answer = answer;
        }

        /** Returns whether this was the last. */
        private boolean sendChunk(Carrier below) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, end - next));
            int read;
            try {
                read = chunk.hasRemaining() ? file.read(chunk, next) : -1;
            } catch (IOException | NonReadableChannelException failure) {
                answer.fail(failure);
                return true;
            }
            if (read > 0) {
                next += read;
                below.write(chunk.flip());
            }
            if (read < 0 || next == end) {
                answer.succeed(next - start);
                return true;
            }
            return false;
        }
    }
}

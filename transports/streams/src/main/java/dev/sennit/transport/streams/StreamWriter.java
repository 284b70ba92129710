package dev.sennit.transport.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A thread that writes to a stream what is added. While it runs it keeps the program running. */
final class StreamWriter {
    /** Written in one call, and counted after it: much at once would look as if nothing were taken. */
    private static final int AT_ONCE_BYTES = 64 * 1024;

    private static final byte[] END = new byte[0];
    private static final byte[] STOP = new byte[0];

    private final OutputStream out;
    private final Report report;
    private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopped;

    /** Told on the writing thread what was written, and how it ended if it did. */
    interface Report {
        void written(long bytes, boolean ended, @Nullable IOException failure);
    }

    StreamWriter(OutputStream out, String name, Report report) {
        this.out = out;
        this.report = report;
        this.thread = new Thread(this::run, "sennit-out-" + name);
    }

    void start() {
        thread.start();
    }

    long pendingBytes() {
        return pending.get();
    }

    /** Copies the bytes behind what waits already. */
    void add(ByteBuffer data) {
        byte[] piece = new byte[data.remaining()];
        data.get(piece);
        if (piece.length > 0) {
            pending.addAndGet(piece.length);
            pieces.add(piece);
        }
    }

    /** Closes the stream after what waits. */
    void end() {
        pieces.add(END);
    }

    /** Forgets what waits, after a write has failed. It counts as pending all the same: it was not sent. */
    void drop() {
        pieces.clear();
    }

    /** Ends the thread, as soon as its stream lets it; what waits is dropped. */
    void stop() {
        stopped = true;
        pieces.add(STOP);
    }

    private void run() {
        try {
            byte[] piece = pieces.take();
            while (!stopped && piece != END) {
                for (int at = 0; at < piece.length && !stopped; at += AT_ONCE_BYTES) {
                    write(piece, at, Math.min(AT_ONCE_BYTES, piece.length - at));
                }
                piece = pieces.take();
            }
            if (!stopped) {
                out.close();
                report.written(0, true, null);
                awaitStop();
            }
        } catch (IOException failure) {
            if (!stopped) {
                report.written(0, false, failure);
            }
        } catch (RuntimeException | Error failure) {
            // A stream's bug, or no memory: nobody else would tell the connection.
            if (!stopped) {
                report.written(0, false, new IOException(failure.toString(), failure));
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] piece, int at, int count) throws IOException {
        out.write(piece, at, count);
        out.flush();
        pending.addAndGet(-count);
        report.written(count, false, null);
    }

    /** The connection may live on in the other direction, and with it the program. */
    private void awaitStop() throws InterruptedException {
        while (!stopped) {
            pieces.take();
        }
    }
}

package dev.sennit.services.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream for messages whose writers never wait: a bounded queue, which a daemon thread writes to the stream below. A
 * message ends with {@link #flush}. A message that finds no room is dropped and counted; the count is written as soon as
 * there is room again. Any thread.
 */
final class BackgroundOutput extends OutputStream {
    static final int QUEUE_BYTES = 256 * 1024;

    private final OutputStream to;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private long dropped;
    private boolean writing;
    /** Grows with each message written: whoever waits for the end sees that it comes nearer. */
    private long written;

    private byte @Nullable [] lastWords;

    /** Makes one on a stream; its thread runs until the process ends. */
    BackgroundOutput(OutputStream to) {
        this.to = to;
        Thread thread = new Thread(this::writeForEver, "sennit-messages");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void write(int octet) {
        message.write(octet);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        message.write(bytes, offset, length);
    }

    /** Ends the message. */
    @Override
    public synchronized void flush() {
        if (message.size() == 0) {
            return;
        }
        try {
            if (queuedBytes + message.size() > QUEUE_BYTES) {
                dropped++;
            } else {
                queue.add(message.toByteArray());
                queuedBytes += message.size();
                notifyAll();
            }
        } finally {
            message.reset();
        }
    }

    /**
     * Waits until all is written, as long as the stream goes on taking messages.
     *
     * @param patience how long the stream may take for one message
     */
    synchronized void awaitWritten(Duration patience) {
        long seen = written;
        long since = System.nanoTime();
        while (isBusy()) {
            if (written != seen) {
                seen = written;
                since = System.nanoTime();
            }
            long left = patience.toNanos() - (System.nanoTime() - since);
            if (left <= 0) {
                return;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Has a message written next, whatever else waits, and waits for that; takes no memory. */
    void lastWords(byte[] words, Duration patience) {
        synchronized (this) {
            lastWords = words;
            notifyAll();
        }
        awaitWritten(patience);
    }

    private boolean isBusy() {
        return writing || lastWords != null || dropped > 0 || !queue.isEmpty();
    }

    private void writeForEver() {
        while (true) {
            try {
                to.write(next());
                to.flush();
            } catch (IOException | RuntimeException | Error lost) {
                // Nobody reads it, or there is no memory for the moment. The next may have more luck.
            }
            written();
        }
    }

    private synchronized byte[] next() {
        while (!isBusy()) {
            try {
                wait();
            } catch (InterruptedException notForUs) {
                // The thread ends with the process.
            }
        }
        writing = true;
        byte[] words = lastWords;
        if (words != null) {
            lastWords = null;
            return words;
        }
        if (dropped > 0) {
            String count = dropped == 1 ? "1 message was" : dropped + " messages were";
            dropped = 0;
            return ("sennit: warning: " + count + " lost, since standard error did not take them in time\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
        byte[] first = queue.remove();
        queuedBytes -= first.length;
        return first;
    }

    private synchronized void written() {
        writing = false;
        written++;
        notifyAll();
    }
}

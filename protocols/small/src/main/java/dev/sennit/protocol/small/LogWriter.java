package dev.sennit.protocol.small;

import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An open log file, and the text on its way there. For any thread; at most one at a time writes, which keeps the order.
 *
 * <p>If writing fails the batch is lost, which is logged; the next one is tried all the same.
 */
final class LogWriter {
    /** Waiting text over which those who add more are to pause. */
    static final int MARK_BYTES = 1024 * 1024;

    private static final Logger LOG = System.getLogger(LogWriter.class.getName());
    // inode(7)
    private static final int TYPE_BITS = 0170000;
    private static final int NAMED_PIPE = 0010000;

    private final Path path;
    private final FileChannel file;
    private final Executor workers;
    // All guarded by this.
    private final ByteQueue waiting = new ByteQueue();
    private final Set<Transport> paused = new HashSet<>();
    private boolean writing;
    private boolean closing;

    private LogWriter(Path path, FileChannel file, Executor workers) {
        this.path = path;
        this.file = file;
        this.workers = workers;
    }

    static LogWriter open(Path path, Executor workers) throws IOException {
        // A pipe that is opened for writing alone waits for its reader; what is written to one is at its end anyway.
        FileChannel file = isNamedPipe(path)
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new LogWriter(path, file, workers);
    }

    private static boolean isNamedPipe(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix") || !Files.exists(path)) {
            return false;
        }
        return ((int) Files.getAttribute(path, "unix:mode") & TYPE_BITS) == NAMED_PIPE;
    }

    /**
     * Adds text and has it written.
     *
     * @param from where the text came from
     * @return whether more may come now; if not, {@code from} is to be paused on its loop before the current callback
     *     ends, and is resumed from here
     */
    boolean append(String text, Transport from) {
        boolean mayGoOn;
        synchronized (this) {
            waiting.add(Bytes.utf8(text));
            mayGoOn = waiting.length() <= MARK_BYTES;
            if (!mayGoOn) {
                paused.add(from);
            }
        }
        startWriting();
        return mayGoOn;
    }

    /** Has the file closed when all text is written. */
    void close() {
        synchronized (this) {
            closing = true;
        }
        try {
            startWriting();
        } catch (RuntimeException | Error noWorker) {
            // They have ended before us, or there is no thread: better to wait for the disk than to lose what was said.
            writeAll();
        }
    }

    private void startWriting() {
        synchronized (this) {
            if (writing) {
                return;
            }
            writing = true;
        }
        try {
            workers.execute(this::writeAll);
        } catch (RuntimeException | Error noWorker) {
            synchronized (this) {
                writing = false;
            }
            throw noWorker;
        }
    }

    private void writeAll() {
        boolean more = true;
        while (more) {
            Bytes batch;
            Set<Transport> behind;
            synchronized (this) {
                batch = waiting.takeAll();
                behind = Set.copyOf(paused);
                paused.clear();
                more = !batch.isEmpty();
                writing = more;
            }
            write(batch);
            behind.forEach(LogWriter::resume);
        }
        closeIfDone();
    }

    private static void resume(Transport transport) {
        try {
            // From a worker it is queued for the loop, hence comes after the pause that the loop may be about to make.
            transport.resumeReading();
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.DEBUG, "{0}: its reactor has ended, there is nothing to resume", transport);
        }
    }

    private void write(Bytes batch) {
        try {
            ByteBuffer left = batch.asReadOnlyBuffer();
            while (left.hasRemaining()) {
                file.write(left);
            }
        } catch (IOException failure) {
            LOG.log(Level.ERROR, batch.length() + " bytes for the log file " + path + " are lost", failure);
        }
    }

    private void closeIfDone() {
        synchronized (this) {
            if (!closing || writing || !waiting.isEmpty()) {
                return;
            }
        }
        try {
            file.close();
        } catch (IOException failure) {
            LOG.log(Level.ERROR, "cannot close the log file " + path, failure);
        }
    }
}

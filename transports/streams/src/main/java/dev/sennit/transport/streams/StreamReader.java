package dev.sennit.transport.streams;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** A thread that reads a stream, one piece for each time that it is told to go on. */
final class StreamReader {
    private static final int PIECE_BYTES = 64 * 1024;

    private final StreamEnds ends;
    private final Listener listener;
    private final Semaphore wanted = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean waits;
    private volatile boolean tellsWhenEmpty;

    /** Told on the reading thread. */
    interface Listener {
        /** The piece is the listener's; the next comes after {@link #goOn}. */
        void arrived(ByteBuffer piece);

        /** The stream is empty; told only after {@link #tellWhenEmpty}. */
        void empty();

        void ended(String problem);

        void failed(IOException failure);
    }

    StreamReader(StreamEnds ends, String name, Listener listener) {
        this.ends = ends;
        this.listener = listener;
        this.thread = new Thread(this::run, "sennit-in-" + name);
        // Standard input cannot be told to stop waiting: this thread must not keep a finished program.
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks for one more piece, after the last has arrived. */
    void goOn() {
        wanted.release();
    }

    /** Has the listener told when the thread waits for a stream that is empty. From the loop. */
    void tellWhenEmpty() {
        tellsWhenEmpty = true;
    }

    /** Whether the stream has no bytes: the thread waits for more, or would have to. */
    boolean isEmpty(boolean asked) {
        return asked ? waits && hasNone() : hasNone();
    }

    /** Asks files and pipes only: the methods of other streams may wait. */
    private boolean hasNone() {
        try {
            return !(ends.in() instanceof FileInputStream file) || file.available() == 0;
        } catch (IOException closed) {
            return true;
        }
    }

    /** Ends the thread, as soon as its stream lets it. */
    void stop() {
        stopped = true;
        wanted.release();
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                wanted.acquire();
                more = !stopped && readPiece();
            }
        } catch (IOException failure) {
            if (!stopped) {
                listener.failed(failure);
            }
        } catch (RuntimeException | Error failure) {
            // A stream's bug, or no memory: nobody else would tell the connection.
            if (!stopped) {
                listener.failed(new IOException(failure.toString(), failure));
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean readPiece() throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE_BYTES];
        if (hasNone()) {
            waits = true;
            if (tellsWhenEmpty) {
                listener.empty();
            }
        }
        int count = ends.in().read(piece);
        waits = false;
        if (stopped) {
            return false;
        }
        if (count < 0) {
            listener.ended(ends.atEnd().problem());
            return false;
        }
        listener.arrived(ByteBuffer.wrap(piece, 0, count));
        return true;
    }
}

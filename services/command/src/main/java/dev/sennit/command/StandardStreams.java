package dev.sennit.command;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Joins blocking streams to a connection, with bounded memory both ways.
 *
 * <p>Three threads: the connection's loop, which never blocks; one of its own that reads the input, a piece at a time, and
 * waits while the connection is behind; and the caller of {@link #copyToEnd}, which writes the output. When that is behind,
 * the connection is not read from.
 */
final class StandardStreams implements Protocol {
    /** Over this the connection is not read from. */
    static final int HIGH_BYTES = 256 * 1024;

    private static final int LOW_BYTES = 64 * 1024;
    private static final int PIECE_BYTES = 16 * 1024;

    private final Transport transport;
    private final InputStream in;
    private final Ends ends;
    private final Gate gate = new Gate();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger heldBytes = new AtomicInteger();
    // On the loop only.
    private boolean readingPaused;
    private boolean inputDone;
    private boolean peerDone;
    private @Nullable Timer waitTimer;

    /**
     * Makes one for a new connection.
     *
     * @param in is read from once the connection is made
     */
    StandardStreams(Transport transport, InputStream in, Ends ends) {
        this.transport = transport;
        this.in = in;
        this.ends = ends;
    }

    /**
     * What happens when one side ends before the other.
     *
     * @param keepSending whether to go on with the input after the peer's end
     * @param waitLimit how long to wait for the peer's end after the input's; for ever if empty
     */
    record Ends(boolean keepSending, Optional<Duration> waitLimit) {}

    /** What the loop hands to the thread that writes. */
    private sealed interface Received {
        /** Bytes of the peer: all of an array. */
        record Piece(ByteBuffer bytes) implements Received {}

        /** Nothing follows; no reason if the connection is over only because the wait for the peer's end is. */
        record End(Optional<CloseReason> reason) implements Received {}
    }

    /**
     * Writes what arrives, until the connection is over; blocks.
     *
     * @return why it ended; empty if the peer's end was waited for no longer
     * @throws IOException if the output cannot be written; the connection is aborted then
     */
    Optional<CloseReason> copyToEnd(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            Received next = received.take();
            if (next instanceof Received.End end) {
                return end.reason();
            }
            byte[] bytes = ((Received.Piece) next).bytes().array();
            try {
                out.write(bytes);
                out.flush();
            } catch (IOException failure) {
                transport.abort();
                throw new IOException("cannot write standard output: " + failure.getMessage(), failure);
            }
            int before = heldBytes.getAndAdd(-bytes.length);
            if (before > LOW_BYTES && before - bytes.length <= LOW_BYTES) {
                transport.loop().execute(this::caughtUp);
            }
        }
    }

    @Override
    public void connectionMade() {
        Thread reader = new Thread(this::copyInput, "sennit-input");
        // A read from a terminal cannot be interrupted, and must not keep the process alive.
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        if (heldBytes.addAndGet(bytes.length) > HIGH_BYTES && !readingPaused) {
            readingPaused = true;
            transport.pauseReading();
        }
        received.add(new Received.Piece(ByteBuffer.wrap(bytes)));
    }

    @Override
    public boolean inputEnded() {
        peerDone = true;
        return ends.keepSending() && !inputDone;
    }

    /** Goes on receiving: the peer may be one that reads only once it has said its own. */
    @Override
    public boolean writePaused() {
        return true;
    }

    @Override
    public void writeResumed() {
        gate.open();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        if (waitTimer != null) {
            waitTimer.cancel();
        }
        gate.end();
        received.add(new Received.End(Optional.of(reason)));
    }

    /**
     * Takes no more input, as if it had ended; from any thread.
     *
     * @param limit how long to wait for the peer's end
     */
    void stop(Duration limit) {
        try {
            transport.loop().execute(() -> {
                gate.end();
                endInput(Optional.of(limit));
            });
        } catch (RejectedExecutionException ended) {
            // The connection has ended with its loop.
            gate.end();
        }
    }

    private void caughtUp() {
        if (readingPaused && heldBytes.get() <= LOW_BYTES) {
            readingPaused = false;
            transport.resumeReading();
        }
    }

    /** Runs on the thread of its own. */
    private void copyInput() {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (!send(ByteBuffer.wrap(piece, 0, count))) {
                    return;
                }
            }
            transport.loop().execute(() -> endInput(ends.waitLimit()));
        } catch (IOException failure) {
            transport.abort(new IOException("cannot read standard input: " + failure.getMessage(), failure));
        } catch (InterruptedException interrupted) {
            transport.abort();
        }
    }

    /** Has a piece written on the loop, and waits until the next may come; answers false if none may. */
    private boolean send(ByteBuffer piece) throws InterruptedException {
        gate.shut();
        transport.loop().execute(() -> {
            transport.write(piece);
            if (transport.isWritable()) {
                gate.open();
            }
        });
        return gate.await();
    }

    private void endInput(Optional<Duration> limit) {
        if (!inputDone) {
            inputDone = true;
            if (peerDone) {
                transport.close();
            } else {
                transport.endOutput();
            }
        }
        if (!peerDone && waitTimer == null) {
            limit.ifPresent(wait -> waitTimer = transport.loop().after(wait, this::waitNoLonger));
        }
    }

    /** Leaves the connection as it is: its output has ended, and the end of the process ends the rest. */
    private void waitNoLonger() {
        received.add(new Received.End(Optional.empty()));
    }

    /** Where the reading thread waits; once ended it stays open. */
    private static final class Gate {
        private boolean open = true;
        private boolean ended;

        synchronized void shut() {
            open = false;
        }

        synchronized void open() {
            open = true;
            notifyAll();
        }

        synchronized void end() {
            ended = true;
            open();
        }

        /** Waits until it is open; answers false once ended. */
        synchronized boolean await() throws InterruptedException {
            while (!open && !ended) {
                wait();
            }
            return !ended;
        }
    }
}

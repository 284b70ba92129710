package dev.sennit.transport.streams;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.spi.StreamCarrier;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on blocking streams: a thread of its own reads, one piece at a time and none while nobody wants it, and
 * another writes. All else happens on the loop.
 */
public final class StreamConnection extends StreamCarrier {
    private final StreamAddress address;
    private final StreamEnds ends;
    private final StreamReader reader;
    private final StreamWriter writer;
    private @Nullable ByteBuffer held;
    private boolean asked;
    private boolean loopEnding;
    private boolean endHeld;
    private String endProblem = "";
    /** Why a write has failed: what was written since is dropped, and the end is on its way. */
    private @Nullable ConnectionBrokenException outputBroken;

    private @Nullable Timer lastInput;
    private long droppedBytes;

    /** Makes a connection that does not read before {@link #begin}. On the loop. */
    public StreamConnection(
            EventLoop loop, StreamAddress address, StreamEnds ends, WaterMarks marks, CloseTimeouts timeouts) {
        super(loop, Ends.of(address, address), marks, timeouts);
        this.address = address;
        this.ends = ends;
        this.reader = new StreamReader(ends, address.name(), new Arrivals());
        this.writer = new StreamWriter(ends.out(), address.name(), this::written);
    }

    @Override
    public void begin() {
        if (!isOver()) {
            attempt(() -> {
                writer.start();
                reader.start();
            });
            super.begin();
        }
    }

    @Override
    public void loopEnds(@Nullable Throwable failure) {
        loopEnding = true;
        super.loopEnds(failure);
    }

    @Override
    public String toString() {
        return address.toString();
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputBroken == null || !takesOutput()) {
            super.write(data);
        } else {
            droppedBytes += data.remaining();
            data.position(data.limit());
            // Who writes without end is paused, and not resumed.
            checkHighMark(droppedBytes);
        }
    }

    @Override
    protected void send(ByteBuffer data) {
        writer.add(data);
        holdsUnsent(writer.pendingBytes());
    }

    @Override
    protected long unsentBytes() {
        return writer.pendingBytes() + droppedBytes;
    }

    @Override
    protected void wantInput(boolean wanted) {
        if (wanted) {
            later(this::readOn);
        }
    }

    @Override
    protected void sendEnd() {
        writer.end();
    }

    @Override
    protected void release(boolean reset) {
        held = null;
        if (lastInput != null) {
            lastInput.cancel();
        }
        reader.stop();
        writer.stop();
        ends.release().release(loopEnding);
    }

    @Override
    protected void noteArrived() {
        reader.tellWhenEmpty();
    }

    @Override
    protected boolean hasArrived() {
        return held != null || endHeld || !reader.isEmpty(asked);
    }

    /** Delivers what is held, or lets the reader go on; nothing while reading is paused. */
    private void readOn() {
        if (outputBroken != null && isClosing()) {
            // Nobody hears what is read from now on.
            abort(By.PEER, outputBroken);
        }
        while (wantsInput() && !asked) {
            ByteBuffer piece = held;
            held = null;
            if (piece != null) {
                deliver(piece.asReadOnlyBuffer());
            } else if (endHeld) {
                inputEnds();
            } else {
                asked = true;
                reader.goOn();
            }
        }
    }

    private void inputEnds() {
        endHeld = false;
        if (!endProblem.isEmpty() && !isClosing()) {
            abort(By.PEER, new ConnectionBrokenException(endProblem, outputBroken));
        } else if (outputBroken != null) {
            abort(By.PEER, outputBroken);
        } else {
            inputDone();
        }
    }

    /** What the writing thread reports. */
    private void written(long bytes, boolean ended, @Nullable IOException failure) {
        fromThread(() -> {
            sent(bytes);
            holdsUnsent(writer.pendingBytes());
            if (failure != null) {
                outputBroken(failure);
            } else if (ended) {
                endSent();
            } else {
                flushed(writer.pendingBytes());
            }
        });
    }

    /**
     * The peer may have written before it left, and that comes first (T8). What waits to be sent is dropped, so that it does
     * not hold up reading.
     */
    private void outputBroken(IOException failure) {
        ConnectionBrokenException cause = broken("the peer closed the stream", failure);
        outputBroken = cause;
        if (isInputEnded() || isClosing()) {
            abort(By.PEER, cause);
            return;
        }
        writer.drop();
        CloseTimeouts timeouts = feature(CloseTimeouts.class).orElse(CloseTimeouts.DEFAULT);
        lastInput = loop().after(timeouts.linger(), () -> abort(By.PEER, cause));
        holdsUnsent(0);
        flushed(0);
    }

    private static ConnectionBrokenException broken(String what, IOException failure) {
        return new ConnectionBrokenException(what + ": " + failure.getMessage(), failure);
    }

    private void fromThread(Runnable task) {
        try {
            later(() -> {
                if (!isOver()) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException loopEnded) {
            reader.stop();
            writer.stop();
            ends.release().release(true);
        }
    }

    /** What the reading thread reports. */
    private final class Arrivals implements StreamReader.Listener {
        @Override
        public void arrived(ByteBuffer piece) {
            fromThread(() -> {
                asked = false;
                held = piece;
                readOn();
            });
        }

        @Override
        public void empty() {
            fromThread(StreamConnection.this::checkDelivered);
        }

        @Override
        public void ended(String problem) {
            fromThread(() -> {
                asked = false;
                endProblem = problem;
                endHeld = true;
                readOn();
            });
        }

        @Override
        public void failed(IOException failure) {
            fromThread(() -> abort(By.PEER, broken("reading failed", failure)));
        }
    }
}

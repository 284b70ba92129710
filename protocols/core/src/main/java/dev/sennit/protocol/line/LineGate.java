package dev.sennit.protocol.line;

import dev.sennit.transport.Address;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A transport that knows whether its protocol wants to hear more: nobody tells a receiver that its own subclass paused
 * or closed the transport while there are lines left over from one read.
 *
 * <p>Reading below is paused while the protocol wants it so, and also while something is held that could not be
 * delivered; hence what is held never grows by more than one read.
 */
final class LineGate implements Transport {
    private static final Logger LOG = System.getLogger(LineReceiver.class.getName());

    private final Transport below;
    private final Runnable resumed;
    private boolean paused;
    private boolean overMark;
    private boolean holding;
    private boolean closing;

    /**
     * Puts a gate on a transport.
     *
     * @param resumed called when delivery may go on; does not deliver from inside that call, and answers with
     *     {@link #settle} now or later
     */
    LineGate(Transport below, Runnable resumed) {
        this.below = below;
        this.resumed = resumed;
    }

    /** Whether the protocol may be given something now. */
    boolean open() {
        return !paused && !overMark && !closing;
    }

    boolean closing() {
        return closing;
    }

    void lost() {
        closing = true;
    }

    void writePaused() {
        overMark = true;
    }

    void writeResumed() {
        overMark = false;
        resumed.run();
    }

    /** Stops reading until {@link #settle} finds nothing in the way. */
    void hold() {
        if (!holding && !closing) {
            holding = true;
            below.pauseReading();
        }
    }

    /** Pauses or resumes reading after a delivery: whatever could be delivered has been. */
    void settle(boolean bytesLeft) {
        if (paused || (overMark && bytesLeft)) {
            hold();
        } else if (holding && !closing) {
            holding = false;
            below.resumeReading();
        }
    }

    void fail(LineReceiver receiver, Throwable failure) {
        LOG.log(Level.ERROR, receiver + ": a callback threw; the connection is aborted", failure);
        abort(failure);
    }

    @Override
    public void pauseReading() {
        if (!loop().isCurrent()) {
            loop().execute(this::pauseReading);
        } else {
            paused = true;
            hold();
        }
    }

    @Override
    public void resumeReading() {
        if (!loop().isCurrent()) {
            loop().execute(this::resumeReading);
        } else if (paused || holding) {
            paused = false;
            resumed.run();
        } else if (!closing) {
            below.resumeReading();
        }
    }

    @Override
    public void close() {
        if (!loop().isCurrent()) {
            loop().execute(this::close);
        } else {
            closing = true;
            below.close();
        }
    }

    @Override
    public void abort() {
        if (!loop().isCurrent()) {
            loop().execute(this::abort);
        } else {
            closing = true;
            below.abort();
        }
    }

    @Override
    public void abort(Throwable cause) {
        if (!loop().isCurrent()) {
            loop().execute(() -> abort(cause));
        } else {
            closing = true;
            below.abort(cause);
        }
    }

    @Override
    public void write(ByteBuffer data) {
        below.write(data);
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        return below.sendFile(file, position, count);
    }

    @Override
    public void endOutput() {
        below.endOutput();
    }

    @Override
    public Address local() {
        return below.local();
    }

    @Override
    public Address peer() {
        return below.peer();
    }

    @Override
    public EventLoop loop() {
        return below.loop();
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return below.feature(type);
    }

    @Override
    public String toString() {
        return below.toString();
    }
}

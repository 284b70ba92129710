package dev.sennit.socks.server;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One of two connections whose bytes are passed on to each other. What one cannot send yet pauses the other's reading; the
 * end of one's input ends the other's output; when one is over, so is the other.
 *
 * <p>The two may live on different loops. Each end's fields are its own loop's, and it acts on the other through its
 * transport alone, which any thread may call.
 */
final class RelayEnd implements Protocol {
    private final Transport transport;
    private final Shared shared;
    private @Nullable Transport other;
    private @Nullable Timer idle;
    private boolean over;

    private RelayEnd(Transport transport, Shared shared) {
        this.transport = transport;
        this.shared = shared;
    }

    /** Makes the end of a connection that is to be joined to another. */
    static RelayEnd of(Transport transport, Duration idleLimit) {
        return new RelayEnd(transport, new Shared(idleLimit));
    }

    /** Makes the end of the other connection. */
    RelayEnd pairedWith(Transport next) {
        return new RelayEnd(next, shared);
    }

    Transport transport() {
        return transport;
    }

    /** Passes bytes on to the other from now on; on the loop of this end. */
    void join(Transport to) {
        if (over) {
            // It ended before there was anybody to tell.
            to.abort();
            return;
        }
        other = to;
        shared.lastNanos = transport.loop().nanoTime();
        watch(shared.idleLimit);
    }

    private void watch(Duration wait) {
        if (over) {
            return;
        }
        idle = transport.loop().after(wait, () -> {
            Duration left = shared.idleLimit.minusNanos(transport.loop().nanoTime() - shared.lastNanos);
            if (left.isNegative() || left.isZero()) {
                transport.abort(new LimitExceededException(
                        "time without a byte in either direction in s", shared.idleLimit.toSeconds()));
            } else {
                watch(left);
            }
        });
    }

    /** Nothing is read before there is somewhere to pass it on to. */
    @Override
    public void connectionMade() {
        if (other == null) {
            transport.pauseReading();
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        Transport to = other;
        if (to != null) {
            shared.lastNanos = transport.loop().nanoTime();
            to.write(data);
        }
    }

    @Override
    public boolean inputEnded() {
        Transport to = other;
        if (to == null) {
            return false;
        }
        to.endOutput();
        if (shared.ended.incrementAndGet() == 2) {
            to.close();
            transport.close();
        }
        return true;
    }

    @Override
    public boolean writePaused() {
        Transport to = other;
        if (to != null) {
            to.pauseReading();
        }
        // What comes in here is for the other, which has marks of its own.
        return true;
    }

    @Override
    public void writeResumed() {
        Transport to = other;
        if (to != null) {
            shared.lastNanos = transport.loop().nanoTime();
            to.resumeReading();
        }
    }

    /** How long both sides go on nobody here can know: until they end, or the drain is over. */
    @Override
    public boolean drainRequested() {
        return true;
    }

    @Override
    public void connectionLost(CloseReason reason) {
        over = true;
        if (idle != null) {
            idle.cancel();
        }
        Transport to = other;
        if (to != null && reason instanceof CloseReason.Clean) {
            to.close();
        } else if (to != null) {
            to.abort();
        }
    }

    /** Writes to the other what came before they were joined. */
    void pass(Bytes early) {
        if (!early.isEmpty()) {
            dataReceived(early.asReadOnlyBuffer());
        }
    }

    /** What both ends write and read, on whichever loop. */
    private static final class Shared {
        private final Duration idleLimit;
        private final AtomicInteger ended = new AtomicInteger();
        private volatile long lastNanos;

        private Shared(Duration idleLimit) {
            this.idleLimit = idleLimit;
        }
    }
}

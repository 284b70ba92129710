package dev.sennit.tls.layer;

import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.bytes.ByteQueue;
import java.nio.ByteBuffer;

/**
 * The protocol's bytes on their way to the engine: kept until the handshake is done, then gathered into records; and whether
 * the protocol is to write no more for now.
 */
final class Output {
    private final TlsEngine engine;
    private final int earlyLimitBytes;
    private final Gathering gathering;
    private final ByteQueue early = new ByteQueue();

    private boolean flushScheduled;
    private boolean pausedBelow;
    private boolean toldPaused;

    Output(TlsEngine engine, int earlyLimitBytes) {
        this.engine = engine;
        this.earlyLimitBytes = earlyLimitBytes;
        this.gathering = new Gathering(engine);
    }

    /** Keeps bytes written before the handshake is done. */
    void keep(ByteBuffer data) {
        early.add(data);
    }

    /** Returns how many bytes are kept that were written before the handshake was done. */
    int keptBytes() {
        return early.length();
    }

    /** Whether bytes are kept that were written before the handshake was done. */
    boolean keepsAny() {
        return !early.isEmpty();
    }

    /** The handshake is done: sends the bytes that were kept. */
    void sendKept() {
        if (!early.isEmpty()) {
            engine.write(early.asReadOnlyBuffer());
            early.clear();
        }
    }

    /** Takes all these bytes; they leave with the next flush at the latest. */
    void write(ByteBuffer data) {
        gathering.write(data);
    }

    /** Sends the bytes that have gathered. */
    void flush() {
        gathering.flush();
    }

    /** Whether a flush is to be scheduled, because bytes have gathered and none is; it counts as scheduled from now on. */
    boolean wantsFlush() {
        boolean wants = !flushScheduled && gathering.holdsAny();
        flushScheduled |= wants;
        return wants;
    }

    /** The scheduled flush begins. */
    void flushBegins() {
        flushScheduled = false;
    }

    /** Forgets all bytes that are kept or have gathered. */
    void drop() {
        gathering.drop();
        early.clear();
    }

    /** Notes whether the carrier below takes enough. */
    void pausedBelow(boolean value) {
        pausedBelow = value;
    }

    /** Whether the protocol is to be told of a change: to pause, or to go on. It counts as told from now on. */
    boolean pressureChanges() {
        boolean over = pausedBelow || early.length() > earlyLimitBytes;
        boolean changes = over != toldPaused;
        toldPaused = over;
        return changes;
    }

    /** Whether the protocol was told to pause. */
    boolean isPaused() {
        return toldPaused;
    }
}

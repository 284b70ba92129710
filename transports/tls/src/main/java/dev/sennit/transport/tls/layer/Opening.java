package dev.sennit.transport.tls.layer;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBroken;
import dev.sennit.transport.error.TlsFailed;
import dev.sennit.transport.tls.TlsLimits;
import dev.sennit.transport.tls.TlsSession;
import dev.sennit.transport.tls.engine.TlsEngine;
import java.nio.ByteBuffer;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** A connection's TLS until its handshake is done: who watches over it, who waits for it, and what was written meanwhile. */
final class Opening {
    private final TlsLimits limits;
    private final Side side;
    private final HandshakeWatch watch;
    private final ByteQueue early = new ByteQueue();
    /** Who asked for TLS under a running protocol, if somebody did. */
    private final Deferred.@Nullable Source<TlsSession> answer;

    private @Nullable TlsHandshakeEvent event;
    private boolean begun;
    private boolean done;

    Opening(TlsLimits limits, Side side, Deferred.@Nullable Source<TlsSession> answer) {
        this.limits = limits;
        this.side = side;
        this.watch = new HandshakeWatch(limits, side);
        this.answer = answer;
    }

    void begin() {
        begun = true;
        // Without a recorder the class of the event stays unused: its initialization starts JFR, which would hold up
        // the loop.
        event = FlightRecorder.isInitialized() ? TlsHandshakeEvent.begun() : null;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isDone() {
        return done;
    }

    /**
     * Runs a call into the engine. No protocol is called before the handshake is done, so whatever is thrown until then is the
     * engine's, and becomes a {@link TlsFailed}.
     */
    void guard(Runnable call) {
        try {
            call.run();
        } catch (TlsFailed known) {
            throw known;
        } catch (RuntimeException | LinkageError bug) {
            if (done) {
                throw bug;
            }
            throw HandshakeWatch.bug("the TLS engine failed in the handshake", bug);
        }
    }

    /** Counts and checks what comes and goes until it is done. */
    HandshakeWatch watch() {
        return watch;
    }

    /** Whether a protocol runs already, which hears of the end in any case. */
    boolean isUnderProtocol() {
        return answer != null;
    }

    /** Keeps what was written early. */
    void keep(ByteBuffer data) {
        early.add(data);
    }

    boolean keepsAny() {
        return !early.isEmpty();
    }

    boolean keepsTooMuch() {
        return early.length() > limits.earlyWriteBytes();
    }

    /** Sends what was written early. */
    void sendKept(TlsEngine engine) {
        if (!early.isEmpty()) {
            engine.write(early.asReadOnlyBuffer());
            early.clear();
        }
    }

    /** Forgets what was written early. */
    void drop() {
        early.clear();
    }

    void done(Address peer, TlsSession agreed) {
        done = true;
        if (event != null) {
            event.done(side, peer, agreed);
            event = null;
        }
    }

    void failed(Address peer, @Nullable String why) {
        if (event != null) {
            event.failed(side, peer, String.valueOf(why));
            event = null;
        }
    }

    /** Tells whoever waits what was agreed on. */
    void answer(TlsSession agreed) {
        if (answer != null) {
            answer.succeed(agreed);
        }
    }

    /** Tells whoever still waits why there is nothing to wait for. */
    void lost(CloseReason reason) {
        if (answer != null && !answer.isSettled()) {
            answer.fail(
                    reason instanceof CloseReason.Broken broken
                            ? broken.cause()
                            : new ConnectionBroken("the connection ended before TLS had begun", null));
        }
    }
}

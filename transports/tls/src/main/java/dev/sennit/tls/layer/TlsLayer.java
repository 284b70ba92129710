package dev.sennit.tls.layer;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.spi.HeldWrites;
import dev.sennit.transport.spi.Pressure;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS under one connection: when to do what; how it is done is the engine's matter.
 *
 * <pre>
 *   HANDSHAKE --opened--> OPEN --close()--> CLOSING --peer's close_notify, its end, or closeTimeout--> OVER
 *       |                  |                   |
 *       +----a fault-------+-------------------+--> FAILED --peer's end, or 1 s for the alert--> OVER
 * </pre>
 *
 * In OVER the carrier below has been closed or aborted, and only {@code connectionLost} is still to come.
 */
final class TlsLayer extends Layer {
    /** How long an alert may take to reach the peer before the connection is reset under it. */
    private static final Duration ALERT_TIMEOUT = Duration.ofSeconds(1);

    private final TlsContext tls;
    private final Upcalls upcalls = new Upcalls();
    private final TlsEngine engine;
    private final HandshakeState handshake;
    private final CloseState ends = new CloseState();
    private final Pressure pressure = new Pressure();
    private final RecordBuffer records;
    private final Runnable flushTask = this::flushInTurn;
    /** Null once the handshake is done. */
    private @Nullable HeldWrites held = new HeldWrites(pressure);

    private State state = State.HANDSHAKE;
    private @Nullable Timer timer;
    /** Read by other threads that ask for features. */
    private volatile @Nullable TlsSession session;

    private boolean announced;
    /** In a callback: what is written is sent when it ends. */
    private boolean busy;

    /** In a call of the carrier's write, when no call may go up. */
    private boolean sending;

    private boolean sentSinceAsked;

    private boolean pausedAbove;

    TlsLayer(TlsContext tls, Deferred.@Nullable Source<TlsSession> answer) {
        this.tls = tls;
        this.engine = tls.engine(upcalls);
        this.records = new RecordBuffer(engine);
        this.handshake = new HandshakeState(tls, engine, answer);
    }

    private enum State {
        HANDSHAKE,
        OPEN,
        CLOSING,
        FAILED,
        OVER
    }

    /** Whether the handshake has begun: not if the stack was not open. */
    boolean hasBegun() {
        return handshake.hasBegun();
    }

    @Override
    public boolean isHandshaking() {
        return hasBegun() && session == null;
    }

    @Override
    public void connectionMade() {
        if (state != State.HANDSHAKE) {
            return;
        }
        handshake.begin(above());
        timer = loop().after(handshake.limits().handshakeTimeout(), this::handshakeLate);
        inCallback(() -> handshake.start(below(), this::stepDone));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        if (state == State.FAILED || state == State.OVER) {
            return;
        }
        busy = true;
        sentSinceAsked = false;
        try {
            if (!handshake.isDone()) {
                handshake.receive(data);
            }
            feed(data);
        } catch (TlsFailedException found) {
            fail(found);
        } finally {
            busy = false;
        }
        settle();
    }

    @Override
    public boolean inputEnded() {
        ends.endCarrier();
        if (!handshake.keepsEnd()) {
            carrierEnds();
        }
        return true;
    }

    /** Waits for the steps on workers too, and so for the bytes behind them. */
    @Override
    public void afterArrived(Runnable then) {
        below().afterArrived(() -> handshake.afterSteps(then));
    }

    private void carrierEnds() {
        switch (state) {
            case HANDSHAKE, OPEN -> inCallback(this::carrierEndedEarly);
            case CLOSING -> finish();
            case FAILED -> ends.failure().ifPresent(this::abort);
            case OVER -> {}
        }
    }

    @Override
    public boolean writePaused() {
        pressure.set(Pressure.Source.CARRIER, true);
        if (!sending) {
            tellPressure();
        }
        return true;
    }

    @Override
    public void writeResumed() {
        pressure.set(Pressure.Source.CARRIER, false);
        if (!sending) {
            inCallback(this::tellPressure);
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        try {
            // Its handshake was done: the protocol is to hear both.
            announce();
        } finally {
            lost(reason);
        }
    }

    private void lost(CloseReason reason) {
        over();
        handshake.discardEngine();
        CloseReason known = ends.reason(reason, session == null && !handshake.isUnderProtocol());
        if (session == null) {
            handshake.failed(
                    peer(),
                    known instanceof CloseReason.Broken broken ? broken.cause().toString() : "ended early");
        }
        handshake.lost(known);
        above().connectionLost(known);
    }

    @Override
    public void write(ByteBuffer data) {
        HeldWrites early = held;
        if (state == State.HANDSHAKE && early != null) {
            early.write(data, handshake.limits().earlyWriteBytes());
            countHeld();
            tellPressure();
        } else if (state == State.OPEN && !ends.isOutputEnded()) {
            sentSinceAsked = false;
            if (data.hasRemaining()) {
                ends.noteWrite();
            }
            try {
                records.write(data);
            } catch (TlsFailedException found) {
                fail(found);
                data.position(data.limit());
            }
            if (!busy && records.wantsFlush()) {
                loop().execute(flushTask);
            }
            tellPressure();
        } else {
            data.position(data.limit());
        }
    }

    @Override
    public void endOutput() {
        HeldWrites early = held;
        if (state == State.HANDSHAKE && early != null) {
            early.endOutput();
        } else if (state == State.OPEN && !ends.isOutputEnded()) {
            sendEnd();
            closeWhenBothEnded();
            tellPressure();
        }
    }

    /** During the handshake this ends at once; but what was written first is sent first (T4). */
    @Override
    public void close() {
        HeldWrites early = held;
        if (state == State.HANDSHAKE && early != null) {
            ends.beginClosing();
            if (!early.close() || !handshake.hasBegun()) {
                finish();
            }
        } else if (state == State.OPEN) {
            ends.beginClosing();
            endBoth();
        }
    }

    @Override
    public void abort() {
        over();
        below().abort();
    }

    @Override
    public void abort(Throwable cause) {
        over();
        below().abort(cause);
    }

    @Override
    public void pauseReading() {
        pausedAbove = true;
        if (state == State.OPEN) {
            below().pauseReading();
        }
    }

    @Override
    public void resumeReading() {
        pausedAbove = false;
        if (state == State.OPEN) {
            below().resumeReading();
            closeWhenBothEnded();
        }
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return type == TlsSession.class ? Optional.ofNullable(session).map(type::cast) : super.feature(type);
    }

    @Override
    public String toString() {
        return "TLS " + tls.side();
    }

    /** The engine is the loop's again: goes on with what came of a step that ran on a worker. */
    private void stepDone(WorkerSteps steps, WorkerSteps.Step step) {
        if (state != State.HANDSHAKE) {
            return;
        }
        inTurn(() -> {
            inCallback(() -> feed(handshake.goOn(steps, step, upcalls)));
            if (steps.takeEnd()) {
                carrierEnds();
            }
            if (steps.takePause() && (state == State.HANDSHAKE || (state == State.OPEN && !pausedAbove))) {
                below().resumeReading();
            }
            steps.tellIdle();
        });
    }

    private void feed(ByteBuffer data) {
        if (state == State.CLOSING && ends.discards(data.remaining())) {
            finish();
        } else if (data.hasRemaining() && state != State.FAILED && state != State.OVER) {
            engine.receive(data);
        }
    }

    private void carrierEndedEarly() {
        if (!handshake.isDone()) {
            throw handshake.endedEarly();
        }
        // Its handshake was done, as it is where the end comes with close_notify, or as a reset.
        announce();
        if (state != State.OPEN || ends.isInputEnded()) {
            return;
        }
        if (tls.settings().closeNotifyRequired()) {
            engine.receiveEnd();
        }
        peerEnded();
    }

    private void handshakeLate() {
        if (!handshake.isDone()) {
            sentSinceAsked = false;
            fail(handshake.late());
        }
    }

    /** The handshake is done. What the protocol had written before goes first. */
    private void opened(TlsSession agreed) {
        stopTimer();
        session = agreed;
        state = State.OPEN;
        handshake.done(peer(), agreed);
        HeldWrites early = held;
        held = null;
        HeldWrites.End end = early == null ? HeldWrites.End.NONE : early.release(engine::write);
        if (end == HeldWrites.End.CLOSE) {
            endBoth();
            return;
        }
        if (end == HeldWrites.End.OUTPUT) {
            sendEnd();
        }
        // When what was sent has left, a turn after all that is below has had its own: should the protocol abort at
        // once,
        // the peer's handshake is done all the same.
        loop().afterThisPass(() -> inTurn(() -> inCallback(this::announce)));
    }

    /** Tells what is above that the connection is made, if it was not told. */
    private void announce() {
        TlsSession agreed = session;
        if (announced || agreed == null || state != State.OPEN) {
            return;
        }
        announced = true;
        handshake.answer(agreed);
        above().connectionMade();
    }

    /** The peer's close_notify, or what stands for it. */
    private void peerEnded() {
        if (ends.isInputEnded()) {
            return;
        }
        announce();
        ends.endInput();
        if (state == State.OPEN) {
            above().inputEnded();
            closeWhenBothEnded();
        } else if (state == State.CLOSING) {
            finish();
        }
    }

    /** In a later turn, since what is above may keep input, with reading paused, that it must hear first (T8). */
    private void closeWhenBothEnded() {
        if (ends.areBoth(session)) {
            loop().execute(() -> inTurn(() -> {
                if (ends.areBoth(session) && !pausedAbove) {
                    close();
                }
            }));
        }
    }

    private void sendEnd() {
        if (ends.isOutputEnded()) {
            return;
        }
        flush();
        ends.endOutput();
        if (state == State.OPEN) {
            sentSinceAsked = false;
            try {
                engine.endOutput();
            } catch (TlsFailedException found) {
                fail(found);
            }
        }
    }

    /** Sends close_notify, and waits for the peer's. */
    private void endBoth() {
        sendEnd();
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        if (ends.isInputEnded() || ends.isCarrierEnded()) {
            finish();
        } else {
            stopTimer();
            timer = loop().after(handshake.limits().closeTimeout(), this::finish);
            below().resumeReading();
        }
    }

    /** All is said, or waited for long enough. */
    private void finish() {
        over();
        below().close();
    }

    /** Lets the alert reach the peer, if there is one, then resets the connection. */
    private void fail(TlsFailedException found) {
        if (state == State.FAILED || state == State.OVER) {
            return;
        }
        over();
        TlsFailedException failure = tls.peerName().map(found::with).orElse(found);
        ends.fail(failure);
        state = State.FAILED;
        handshake.failed(peer(), failure.getMessage());
        if (!sentSinceAsked || ends.isCarrierEnded()) {
            abort(failure);
        } else {
            below().endOutput();
            below().resumeReading();
            timer = loop().after(ALERT_TIMEOUT, () -> abort(failure));
        }
    }

    private void over() {
        stopTimer();
        records.drop();
        if (held != null) {
            held.drop();
        }
        handshake.drop();
        state = State.OVER;
        countHeld();
    }

    private void flush() {
        if (state == State.OPEN) {
            sentSinceAsked = false;
            try {
                records.flush();
            } catch (TlsFailedException found) {
                fail(found);
            }
        }
    }

    private void flushInTurn() {
        records.flushBegins();
        inTurn(this::settle);
    }

    /** A bug met in a turn of its own must end the connection, whose stream would have a hole. */
    private void inTurn(Runnable work) {
        try {
            work.run();
        } catch (Throwable bug) {
            abort(bug);
        }
    }

    private void inCallback(Runnable work) {
        boolean before = busy;
        busy = true;
        sentSinceAsked = false;
        try {
            work.run();
        } catch (TlsFailedException found) {
            fail(found);
        } finally {
            busy = before;
        }
        if (!before) {
            settle();
        }
    }

    /** What a callback leaves behind: what it wrote is sent, and what that changed is told. */
    private void settle() {
        flush();
        countHeld();
        tellPressure();
    }

    /** Counts the bytes held in a handshake; once it is done, at most one record is held. */
    private void countHeld() {
        HeldWrites early = held;
        if (state == State.HANDSHAKE && early != null) {
            holds(early.length(), handshake.heldBytes());
        } else {
            holds(0, 0);
        }
    }

    private void tellPressure() {
        if (state == State.HANDSHAKE || state == State.OPEN) {
            pressure.tell(above());
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** The calls of the engine. */
    private final class Upcalls implements TlsEngine.Outlet {
        @Override
        public long nanoTime() {
            return loop().nanoTime();
        }

        @Override
        public void send(ByteBuffer records) {
            if (!handshake.isDone()) {
                if (handshake.takesSent(records)) {
                    return;
                }
                handshake.sent(records.remaining());
            }
            sentSinceAsked = true;
            sending = true;
            try {
                below().write(records);
            } finally {
                sending = false;
            }
        }

        @Override
        public void opened(TlsSession agreed) {
            if (!handshake.takesSession(agreed) && state == State.HANDSHAKE) {
                TlsLayer.this.opened(agreed);
            }
        }

        @Override
        public void received(ByteBuffer plain) {
            announce();
            if (state == State.OPEN && !ends.isInputEnded()) {
                above().dataReceived(plain.isReadOnly() ? plain : plain.asReadOnlyBuffer());
            }
        }

        @Override
        public void inputEnded() {
            peerEnded();
        }
    }
}

package dev.sennit.tls.layer;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one handshake that run on the workers, one at a time. A step gives the engine all that has arrived; what
 * arrives while it runs waits for the next step.
 *
 * <pre>
 *   the peer's bytes --&gt; waiting --&gt; a step on a worker --&gt; its outcome on the loop --&gt; the next step, or the end
 * </pre>
 *
 * <p>While a step runs the engine is the worker's, and the loop does not call it. Every method is called on the loop, except
 * {@link #takesSent} and {@link #takesSession}, which are called on the thread that runs the engine.
 */
final class WorkerSteps {
    private final TlsEngine engine;
    private final HandshakeState handshake;
    private final Carrier below;
    private final Executor workers;
    private final BiConsumer<WorkerSteps, Step> whenDone;
    private final ByteQueue waiting = new ByteQueue();
    private @Nullable Step running;
    /** Runs when no step runs any more. */
    private @Nullable Runnable whenIdle;

    private boolean endWaits;
    private boolean pausedBelow;
    /** Read by a worker before it begins a step: nobody waits for the outcome any more. */
    private volatile boolean abandoned;

    /**
     * Makes the steps of one handshake; none runs yet.
     *
     * @param whenDone takes the outcome of each step, on the loop, when the engine is the loop's again
     */
    WorkerSteps(
            TlsEngine engine,
            HandshakeState handshake,
            Carrier below,
            Executor workers,
            BiConsumer<WorkerSteps, Step> whenDone) {
        this.engine = engine;
        this.handshake = handshake;
        this.below = below;
        this.workers = workers;
        this.whenDone = whenDone;
    }

    /** The failure of a handshake whose certificate check may block on a loop that has no workers. */
    static TlsFailedException noWorkers(EventLoop loop) {
        return Alerts.failure(
                Kind.INTERNAL,
                "the check of the peer's certificate may block (Trust.mayBlock), and " + loop
                        + " has no workers to run it on (EventLoop.workers)");
    }

    /**
     * Takes all these bytes of the peer, and starts a step with them if none runs. Pauses reading below while more bytes wait
     * than the limit allows.
     *
     * @throws TlsFailedException as {@link #next}
     */
    void receive(ByteBuffer data) {
        waiting.add(data);
        next();
        if (!pausedBelow && isOverLimit()) {
            pausedBelow = true;
            below.pauseReading();
        }
    }

    /**
     * Starts the next step, unless one runs or no bytes wait.
     *
     * @throws TlsFailedException if the bytes are no TLS, are over the limit of the handshake, or the workers refuse the step
     */
    void next() {
        if (running != null || waiting.isEmpty()) {
            return;
        }
        int admitted = handshake.admit(waiting.asReadOnlyBuffer());
        Step step = new Step(waiting.take(admitted).asReadOnlyBuffer());
        running = step;
        try {
            workers.execute(step);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            running = null;
            throw new TlsFailedException(
                    Kind.INTERNAL,
                    "the reactor's workers take no step of the handshake: " + noThread.getMessage(),
                    engine.refuse(Alerts.INTERNAL_ERROR),
                    noThread);
        }
    }

    /** Whether a step runs, or waits for a worker. */
    boolean isRunning() {
        return running != null;
    }

    /** Runs this once no step runs and no bytes wait for one: now, or when {@link #tellIdle} finds it so. */
    void whenIdle(Runnable task) {
        whenIdle = task;
        tellIdle();
    }

    /** Runs the task that waits for the steps, unless one runs. */
    void tellIdle() {
        Runnable task = whenIdle;
        if (task != null && running == null) {
            whenIdle = null;
            task.run();
        }
    }

    /** Keeps the end of the peer's bytes behind those that wait, if a step runs; returns whether it does. */
    boolean keepsEnd() {
        endWaits |= running != null;
        return endWaits;
    }

    /** Returns whether the end of the peer's bytes is all that waits now, and forgets it if so. */
    boolean takeEnd() {
        boolean isNext = endWaits && running == null;
        endWaits &= !isNext;
        return isNext;
    }

    /** Returns whether reading below is to be resumed, because few enough bytes wait again. Returns true once. */
    boolean takePause() {
        boolean ends = pausedBelow && !isOverLimit();
        pausedBelow &= !ends;
        return ends;
    }

    /** Returns how many bytes of the peer wait for the next step. */
    int waitingBytes() {
        return waiting.length();
    }

    /** The bytes of the peer that the running step works on, and those that wait for the next. */
    int heldBytes() {
        Step step = running;
        return waiting.length() + (step == null ? 0 : step.bytes);
    }

    /** Takes all bytes that follow the handshake, which was done in this step. */
    ByteBuffer takeRest(Step step) {
        ByteBuffer rest = ByteBuffer.allocate(step.records.remaining() + waiting.length());
        rest.put(step.records);
        waiting.takeInto(rest);
        return rest.flip();
    }

    /** Forgets the bytes that wait. */
    void drop() {
        waiting.clear();
    }

    /** Discards the engine: now, or when the step that runs has ended, whose outcome nobody hears then. */
    void discard() {
        drop();
        abandoned = true;
        if (running == null) {
            engine.discard();
        }
    }

    /** Takes bytes that the engine sends in a step; returns false, and takes none, if no step runs. */
    boolean takesSent(ByteBuffer records) {
        Step step = running;
        if (step != null) {
            step.sent.add(records);
        }
        return step != null;
    }

    /** Takes the session that the engine agrees on in a step; returns false if no step runs. */
    boolean takesSession(TlsSession session) {
        Step step = running;
        if (step != null) {
            step.session = session;
        }
        return step != null;
    }

    private boolean isOverLimit() {
        return waiting.length() > handshake.limits().waitingBytes();
    }

    /** One call of the engine, and what came of it. The worker writes it, then the loop reads it. */
    final class Step implements Runnable {
        private final ByteBuffer records;
        private final int bytes;
        private final ByteQueue sent = new ByteQueue();
        private @Nullable TlsSession session;
        private @Nullable TlsFailedException failure;

        private Step(ByteBuffer records) {
            this.records = records;
            this.bytes = records.remaining();
        }

        /** On a worker. */
        @Override
        public void run() {
            if (!abandoned) {
                try {
                    engine.receive(records);
                } catch (Throwable found) {
                    failure = found instanceof TlsFailedException known ? known : HandshakeWatch.bug(found);
                }
            }
            try {
                below.loop().execute(this::ended);
            } catch (RejectedExecutionException loopEnded) {
                // The connection ended with its loop.
                engine.discard();
            }
        }

        /**
         * Tells what came of it. All bytes that the engine sent go first: whatever it sends next belongs behind them.
         *
         * @throws TlsFailedException if the step has failed; then a session counts for nothing
         */
        void tell(TlsEngine.Outlet outlet) {
            if (!sent.isEmpty()) {
                outlet.send(sent.asReadOnlyBuffer());
            }
            if (failure != null) {
                throw failure;
            }
            if (session != null) {
                outlet.opened(session);
            }
        }

        private void ended() {
            running = null;
            if (abandoned) {
                engine.discard();
            } else {
                whenDone.accept(WorkerSteps.this, this);
            }
        }
    }
}

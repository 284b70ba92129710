package dev.sennit.tls.layer;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A connection's TLS until its handshake is done: where the engine's steps run, who watches over what comes, and who waits
 * for the session.
 */
final class HandshakeState {
    private final TlsContext tls;
    private final TlsEngine engine;
    private final HandshakeWatch watch;
    /** Who asked for TLS under a running protocol, if somebody did. */
    private final Deferred.@Nullable Source<TlsSession> answer;

    /** Null where the handshake runs on the loop, and once it is done. */
    private @Nullable WorkerSteps steps;

    private @Nullable TlsHandshakeEvent event;
    /** Read by other threads, which wait for the outcome. */
    private volatile boolean begun;

    private boolean underProtocol;
    private boolean done;

    HandshakeState(TlsContext tls, TlsEngine engine, Deferred.@Nullable Source<TlsSession> answer) {
        this.tls = tls;
        this.engine = engine;
        this.watch = new HandshakeWatch(limits(), tls.side());
        this.answer = answer;
    }

    /** Begins, under this protocol or layer. */
    void begin(Protocol above) {
        begun = true;
        underProtocol = above instanceof Connection top && top.protocol().isPresent();
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

    TlsLimits limits() {
        return tls.settings().limits();
    }

    /**
     * Decides where the steps run that follow, and starts the engine, on the loop.
     *
     * @param whenStepDone takes the outcome of each step that runs on the workers
     * @throws TlsFailedException if the engine cannot start, or a check may block and the loop has no workers
     */
    void start(Carrier below, BiConsumer<WorkerSteps, WorkerSteps.Step> whenStepDone) {
        SlowSteps slow = tls.slowSteps();
        boolean checkMayBlock = slow.checkMayBlock().getAsBoolean();
        if (checkMayBlock || slow.signsSlowly().getAsBoolean()) {
            Optional<Executor> workers = below.loop().workers();
            if (workers.isPresent()) {
                steps = new WorkerSteps(engine, this, below, workers.get(), whenStepDone);
            } else if (checkMayBlock) {
                throw WorkerSteps.noWorkers(below.loop());
            }
        }
        guard(engine::start);
    }

    /**
     * Takes the peer's bytes up to the end of the handshake; those that follow it stay in the buffer. Where steps run on the
     * workers, all bytes are taken, and the outcome comes later.
     */
    void receive(ByteBuffer data) {
        if (steps != null) {
            steps.receive(data);
            return;
        }
        guard(() -> {
            int end = data.limit();
            while (!done && data.hasRemaining()) {
                data.limit(data.position() + admit(data));
                engine.receive(data);
                data.limit(end);
            }
        });
    }

    /**
     * Returns how many of the peer's bytes the engine may be given now: 1 or more of those that remain in the buffer.
     *
     * @throws TlsFailedException if they are no TLS, or the peer has sent all that a handshake may have; then the peer was told
     */
    int admit(ByteBuffer data) {
        int admitted = watch.admit(data);
        if (admitted == 0) {
            throw watch.overLimit(engine.refuse(Alerts.ILLEGAL_PARAMETER));
        }
        return admitted;
    }

    /**
     * Goes on with the outcome of a step: tells the outlet, then starts the next step if the handshake is not done.
     *
     * @return the peer's bytes that follow the handshake; none while it is not done
     * @throws TlsFailedException if the step has failed, or the next cannot be started
     */
    ByteBuffer goOn(WorkerSteps working, WorkerSteps.Step step, TlsEngine.Outlet outlet) {
        step.tell(outlet);
        if (done) {
            steps = null;
            return working.takeRest(step);
        }
        working.next();
        return ByteBuffer.allocate(0);
    }

    /** Takes what the engine sends in a step on a worker; returns whether it has, which it has not on the loop. */
    boolean takesSent(ByteBuffer records) {
        return steps != null && steps.takesSent(records);
    }

    /** Takes the session that the engine agrees on in a step on a worker; returns whether it has. */
    boolean takesSession(TlsSession agreed) {
        return steps != null && steps.takesSession(agreed);
    }

    /** Keeps the end of the peer's bytes until a step on a worker has ended; returns false if none runs. */
    boolean keepsEnd() {
        return steps != null && steps.keepsEnd();
    }

    /** Runs this once the steps on the workers have used all bytes of the peer: at once where none runs. */
    void afterSteps(Runnable task) {
        if (steps == null) {
            task.run();
        } else {
            steps.whenIdle(task);
        }
    }

    /** Counts what goes to the peer. */
    void sent(int bytes) {
        watch.sent(bytes);
    }

    /** Returns how many of the peer's bytes a large handshake holds, in the engine or waiting for a step; 0 for other handshakes. */
    int heldBytes() {
        return watch.largeHandshakeBytes() + (steps == null ? 0 : steps.waitingBytes());
    }

    TlsFailedException endedEarly() {
        return watch.ended();
    }

    TlsFailedException late() {
        return steps != null && steps.isRunning() ? watch.lateByUs(steps.heldBytes()) : watch.late();
    }

    /** Whether a protocol runs already, which hears of the end in any case. */
    boolean isUnderProtocol() {
        return underProtocol;
    }

    /** Forgets the peer's bytes that wait for a step. */
    void drop() {
        if (steps != null) {
            steps.drop();
        }
    }

    /** Discards the engine, as soon as no step of it runs. */
    void discardEngine() {
        if (steps == null) {
            engine.discard();
        } else {
            steps.discard();
        }
    }

    void done(Address peer, TlsSession agreed) {
        done = true;
        if (event != null) {
            event.done(tls.side(), peer, agreed);
            event = null;
        }
    }

    void failed(Address peer, @Nullable String why) {
        if (event != null) {
            event.failed(tls.side(), peer, String.valueOf(why));
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
        if (answer != null && !answer.isDone()) {
            answer.fail(
                    reason instanceof CloseReason.Broken broken
                            ? broken.cause()
                            : new ConnectionBrokenException("the connection ended before TLS had begun", null));
        }
    }

    /**
     * Runs a call into the engine. No protocol is called before the handshake is done, so an exception thrown until then is
     * the engine's, and becomes a {@link TlsFailedException}.
     */
    private void guard(Runnable call) {
        try {
            call.run();
        } catch (TlsFailedException known) {
            throw known;
        } catch (RuntimeException | LinkageError bug) {
            if (done) {
                throw bug;
            }
            throw HandshakeWatch.bug(bug);
        }
    }

    /** One handshake, from its start to its outcome, for Java Flight Recorder. */
    @Name("dev.sennit.TlsHandshake")
    @Label("TLS Handshake")
    @Category("Sennit")
    @StackTrace(false)
    static final class TlsHandshakeEvent extends Event {
        @Label("Side")
        @Nullable
        String side;

        @Label("Peer Address")
        @Nullable
        String peer;

        @Label("Version")
        @Nullable
        String version;

        @Label("Cipher Suite")
        @Nullable
        String suite;

        @Label("Group")
        @Nullable
        String group;

        @Label("Resumed")
        boolean resumed;

        @Label("Outcome")
        @Nullable
        String outcome;

        /** Begins an event, or returns null where nobody records. */
        static @Nullable TlsHandshakeEvent begun() {
            TlsHandshakeEvent event = new TlsHandshakeEvent();
            if (!event.isEnabled()) {
                return null;
            }
            event.begin();
            return event;
        }

        void done(Side ours, Address theirs, TlsSession session) {
            end();
            version = session.version().standardName();
            suite = session.suite().name();
            group = session.group().map(NamedGroup::standardName).orElse(null);
            resumed = session.resumed();
            finish(ours, theirs, "done");
        }

        void failed(Side ours, Address theirs, String why) {
            end();
            finish(ours, theirs, why);
        }

        private void finish(Side ours, Address theirs, String how) {
            if (shouldCommit()) {
                side = ours.toString();
                peer = theirs.toString();
                outcome = how;
                commit();
            }
        }
    }
}

package dev.sennit.endpoint;

import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ForwardingFactory;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.time.Timer;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One {@code connect} of one endpoint, whatever its type. It keeps the rules E5, E7 and E8 and the deadline, and names every
 * failure. Each endpoint within the endpoint has a {@code Connecting} of its own, which is linked to the outer one.
 *
 * <p>When a deadline is reached before the connection is open, the innermost attempt under way makes the failure, since it
 * knows best what was waited for; the attempts around it name that failure as they name any other.
 */
final class Connecting<P extends Protocol> implements ProtocolFactory<P> {
    private final ProtocolFactory<P> factory;
    private final ConnectTarget target;
    private final EventLoop loop;
    private final @Nullable Connecting<?> outer;

    private final Deferred.Source<P> answer;
    // Of the loop.
    private @Nullable Deferred<? extends Protocol> running;
    private @Nullable Timer timer;
    // The connection may live on another loop, and its callbacks with it.
    /** Nothing is waited for any more. */
    private volatile boolean over;

    private volatile @Nullable Connecting<?> inner;
    private volatile Stage stage = new Stage(Phase.OPENING, "no connection");
    private volatile Stage handshake = new Stage(Phase.HANDSHAKE, "the handshake was not done");
    /** The handshake with a hop, which fails by itself at the deadline; null for other endpoints. */
    private volatile @Nullable HandshakeLayer hop;
    /** The layer of this endpoint; null before the connection is open. */
    private volatile @Nullable Layer layer;

    private volatile boolean open;
    private volatile @Nullable Transport transport;
    private volatile @Nullable P made;
    private volatile @Nullable Throwable thrown;

    /** What is waited for, and what the failure says if the deadline comes first. */
    record Stage(Phase phase, String problem) {}

    /**
     * Makes an attempt.
     *
     * @param outer the attempt that this one is a part of; null for the one that a user asks for
     */
    Connecting(ProtocolFactory<P> factory, ConnectTarget target, EventLoop loop, @Nullable Connecting<?> outer) {
        this.factory = factory;
        this.target = target;
        this.loop = loop;
        this.outer = outer;
        this.answer = new Deferred.Source<>(loop);
    }

    EventLoop loop() {
        return loop;
    }

    /** Begins, once, from any thread. */
    Deferred<P> by(Connector connector, Optional<Deadline> deadline) {
        answer.onCancel(() -> onLoop(this::giveUp));
        try {
            if (loop.isCurrent()) {
                begin(connector, deadline);
            } else {
                loop.execute(() -> begin(connector, deadline));
            }
        } catch (RejectedExecutionException ended) {
            answer.fail(named(ended));
        }
        return answer.deferred().named("connecting to " + target.name());
    }

    private void begin(Connector connector, Optional<Deadline> deadline) {
        if (isOver()) {
            return;
        }
        if (outer != null) {
            outer.beginsWith(this);
        }
        Deferred<? extends Protocol> connecting;
        try {
            connecting = connector.connect(new ConnectRequest(this, this, deadline));
        } catch (VirtualMachineError failure) {
            // The loop decides whether it can go on; the caller must not wait for ever.
            answer.fail(named(failure));
            throw failure;
        } catch (Throwable failure) {
            connecting = Deferred.failed(failure);
        }
        running = connecting;
        connecting.handle((protocol, failure) -> {
            if (failure == null) {
                succeed();
            } else if (!over) {
                answer.fail(named(failure));
            }
            onLoop(this::end);
            return null;
        });
        if (over) {
            connecting.cancel();
        }
    }

    private void succeed() {
        P protocol = made;
        Transport opened = transport;
        if (protocol == null || opened == null) {
            answer.fail(named(new IllegalStateException("the connector has finished without a protocol")));
        } else if (!answer.succeed(protocol)) {
            opened.abort();
        }
    }

    private void beginsWith(Connecting<?> part) {
        inner = part;
        for (Connecting<?> each = this; each != null; each = each.outer) {
            each.open = false;
        }
    }

    /** Gives up when the deadline is reached. */
    void expireAt(Deadline deadline) {
        if (!over) {
            cancelTimer();
            timer = loop.after(deadline.left(loop), () -> expire(deadline));
        }
    }

    private void expire(Deadline deadline) {
        if (made != null) {
            // The connection lives on another loop, and was quicker.
            return;
        }
        Connecting<?> shaking = open ? handshaking() : null;
        if (shaking != null && shaking.hop != null) {
            // That layer has the same deadline, and a better message.
            return;
        }
        if (open && shaking == null && (outer != null || !hasLayer())) {
            // The outer endpoint has more time, or what is waited for is a layer of the factory's own.
            return;
        }
        if (answer.fail(tooLate(deadline))) {
            giveUp();
        }
    }

    private boolean hasLayer() {
        Connecting<?> part = inner;
        return layer != null || (part != null && part.hasLayer());
    }

    private Throwable tooLate(Deadline deadline) {
        Connecting<?> part = inner;
        if (part != null && (open ? part.handshaking() != null : !part.isOver())) {
            return forOutside(target.atHop(part.tooLate(deadline)));
        }
        return forOutside(target.tooLate(open ? handshake : stage, deadline));
    }

    /** Returns the attempt whose handshake is under way: this one or one that it is made of; null if there is none. */
    private @Nullable Connecting<?> handshaking() {
        for (Connecting<?> each = this; each != null; each = each.inner) {
            Layer own = each.layer;
            if (own != null && own.isHandshaking()) {
                return each;
            }
        }
        return null;
    }

    private boolean isOver() {
        return over || answer.isDone();
    }

    /** Stops what is under way. */
    private void giveUp() {
        end();
        if (running != null) {
            running.cancel();
        }
    }

    private void end() {
        over = true;
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void onLoop(Runnable task) {
        if (loop.isCurrent()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The loop took its timers and connections along.
        }
    }

    void enter(Phase phase, String problem) {
        stage = new Stage(phase, problem);
    }

    void handshakeProblem(String problem) {
        handshake = new Stage(Phase.HANDSHAKE, problem);
    }

    void hopIs(HandshakeLayer handshake) {
        hop = handshake;
    }

    /** Puts a layer of this endpoint under the protocols of a factory. */
    <Q extends Protocol> ProtocolFactory<Q> layered(ProtocolFactory<Q> above, Supplier<? extends Layer> layers) {
        return new ForwardingFactory<>(above) {
            @Override
            public void prepare(Connection connection) {
                // Making the layer may fail, and the connection is open then.
                opened();
                Layer made = layers.get();
                layer = made;
                connection.push(made);
                super.prepare(connection);
            }
        };
    }

    private void opened() {
        for (Connecting<?> each = this; each != null; each = each.outer) {
            each.open = true;
        }
    }

    @Override
    public void prepare(Connection connection) {
        thrown = null;
        made = null;
        opened();
        try {
            factory.prepare(connection);
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        }
    }

    @Override
    public P protocolFor(Transport opened) {
        transport = opened;
        onLoop(this::cancelTimer);
        P protocol;
        try {
            protocol = factory.protocolFor(opened);
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        }
        if (!(protocol instanceof Refusal)) {
            made = protocol;
        }
        return protocol;
    }

    /** Names a failure for the outer attempt, or for the user. */
    private Throwable named(Throwable failure) {
        if (outer == null) {
            Throwable own = thrown;
            if (own != null) {
                return own;
            }
            if (made != null) {
                return failure;
            }
        }
        Throwable own = open ? failure : target.unopened(failure, stage.phase());
        HandshakeLayer asked = hop;
        return forOutside((asked == null ? open : asked.hasBegun()) ? own : target.atHop(own));
    }

    private Throwable forOutside(Throwable failure) {
        return outer == null ? target.failed(failure, open) : failure;
    }
}

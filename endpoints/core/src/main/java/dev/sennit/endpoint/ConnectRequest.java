package dev.sennit.endpoint;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One request to connect, on its way from the endpoint that the user asked through the endpoints which that is made of: who
 * is to be served, and until when. Each {@link Connector} is given one and hands one on, with less time or a layer more.
 *
 * <p>The deadline is kept for the connector: when it is reached, the attempt fails with a message that says what was waited
 * for, and what is under way is cancelled. All methods are for the request's loop.
 */
public final class ConnectRequest {
    /** The time for an endpoint that is given none. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    private final Connecting<?> attempt;
    private final ProtocolFactory<?> factory;
    private final Optional<Deadline> deadline;

    ConnectRequest(Connecting<?> attempt, ProtocolFactory<?> factory, Optional<Deadline> deadline) {
        this.attempt = attempt;
        this.factory = factory;
        this.deadline = deadline;
    }

    /** Returns what makes the protocol, and pushes the layers of the endpoints passed so far. */
    public ProtocolFactory<?> factory() {
        return factory;
    }

    /** Returns the loop that the attempt works on; the connection may live on another. */
    public EventLoop loop() {
        return attempt.loop();
    }

    /** Returns when the attempt is given up; empty if it may take as long as it wants. */
    public Optional<Deadline> deadline() {
        return deadline;
    }

    /**
     * Limits the time that the connection may take to open, handshakes on the way included.
     *
     * @param timeout zero or more, counted from now; where none is given, the request keeps the deadline that it has, or
     *     has {@link #DEFAULT_TIMEOUT}
     * @return the same request with the earlier of the two deadlines
     */
    public ConnectRequest within(Optional<Duration> timeout) {
        if (timeout.isEmpty() && deadline.isPresent()) {
            return this;
        }
        Deadline own = Deadline.in(timeout.orElse(DEFAULT_TIMEOUT), loop());
        if (deadline.isPresent() && !own.isBefore(deadline.get())) {
            return this;
        }
        attempt.expireAt(own);
        return new ConnectRequest(attempt, factory, Optional.of(own));
    }

    /** Returns the same request for connections that have one more layer, above those of the endpoints still to come. */
    public ConnectRequest through(Supplier<? extends Layer> layer) {
        return new ConnectRequest(attempt, attempt.layered(factory, layer), deadline);
    }

    /**
     * Does as {@link #through(Supplier)} with the handshake that asks a hop for the target. It fails by itself, with a better
     * message, when it is not done by the deadline: give it {@link #handshakeTimeout}. Until it begins, the hop has not been
     * reached.
     */
    public ConnectRequest through(HandshakeLayer handshake) {
        attempt.hopIs(handshake);
        return through(() -> handshake);
    }

    /**
     * Returns the deadline as the timeout of a handshake with a hop.
     *
     * @throws java.util.NoSuchElementException if there is no deadline; a request to a hop has one
     */
    public HandshakeTimeout handshakeTimeout() {
        Deadline last = deadline.orElseThrow();
        return HandshakeTimeout.of(last.timeout()).since(last.startNanos());
    }

    /**
     * Says what is waited for from now on, until the connection is open.
     *
     * @param problem what the failure says if the deadline is reached first, as in "no connection", which " within 5s"
     *     follows
     */
    public void enter(Phase phase, String problem) {
        attempt.enter(phase, problem);
    }

    /**
     * Says what is waited for between the opening of the connection and the end of this endpoint's handshake.
     *
     * @param problem as in "the TLS handshake was not done", which " within 5s" follows
     */
    public void handshakeProblem(String problem) {
        attempt.handshakeProblem(problem);
    }

    /** Makes the part of this request that another endpoint is to answer. */
    Connecting<?> part(ConnectTarget target) {
        return new Connecting<>(factory, target, loop(), attempt);
    }
}

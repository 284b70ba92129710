package dev.sennit.transport.error;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A connection could not be opened. The cause, where there is one, is the failure as the system, the TLS engine or the peer
 * reported it.
 */
public final class ConnectFailedException extends NetworkException {
    private static final long serialVersionUID = 1;
    private static final int NO_PORT = -1;

    private final String target;
    private final @Nullable String hop;
    private final String problem;
    private final Kind kind;
    private final Phase phase;
    private final @Nullable String host;
    private final int port;

    /**
     * Makes one whose message is "cannot connect to TARGET: PROBLEM". Its phase is the one that the kind implies.
     *
     * @param target what was to be reached, as the user wrote it
     * @param problem what happened, in a few plain words
     */
    public ConnectFailedException(String target, Kind kind, String problem, @Nullable Throwable cause) {
        this("cannot connect to " + target, target, null, problem, kind, kind.phase, null, NO_PORT, cause);
    }

    private ConnectFailedException(
            String opening,
            String target,
            @Nullable String hop,
            String problem,
            Kind kind,
            Phase phase,
            @Nullable String host,
            int port,
            @Nullable Throwable cause) {
        super(opening + ": " + problem, cause);
        this.target = target;
        this.hop = hop;
        this.problem = problem;
        this.kind = kind;
        this.phase = phase;
        this.host = host;
        this.port = port;
    }

    /**
     * Makes one whose message is "cannot connect to TARGET via HOP: PROBLEM".
     *
     * @param target what was to be reached, as the user wrote it
     * @param hop what was to lead there, such as {@code socks5:proxy:1080}
     * @param problem what happened, in a few plain words
     */
    public static ConnectFailedException via(
            String target, String hop, Kind kind, String problem, @Nullable Throwable cause) {
        String opening = "cannot connect to " + target + " via " + hop;
        return new ConnectFailedException(opening, target, hop, problem, kind, kind.phase, null, NO_PORT, cause);
    }

    /** Returns the same failure in another phase. */
    public ConnectFailedException inPhase(Phase value) {
        return copy(hop, value, host, port);
    }

    /** Returns the same failure, which came about at this hop. */
    public ConnectFailedException atHop(String value) {
        return copy(value, phase, host, port);
    }

    /**
     * Returns the same failure with the host and the port that were to be reached.
     *
     * @param portNumber 0 to 65535
     */
    public ConnectFailedException atHost(String name, int portNumber) {
        if (portNumber < 0 || portNumber > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + portNumber);
        }
        return copy(hop, phase, name, portNumber);
    }

    private ConnectFailedException copy(
            @Nullable String newHop, Phase newPhase, @Nullable String newHost, int newPort) {
        String message = String.valueOf(getMessage());
        String opening = message.substring(0, message.length() - problem.length() - 2);
        ConnectFailedException same = new ConnectFailedException(
                opening, target, newHop, problem, kind, newPhase, newHost, newPort, getCause());
        same.setStackTrace(getStackTrace());
        for (Throwable other : getSuppressed()) {
            same.addSuppressed(other);
        }
        return same;
    }

    /** Returns what was to be reached, as the user wrote it. */
    public String target() {
        return target;
    }

    /**
     * Returns the hop at which it failed, such as {@code socks5:proxy:1080}; empty if that was the target itself, or if there
     * is no hop on the way.
     */
    public Optional<String> hop() {
        return Optional.ofNullable(hop);
    }

    /** Returns the host that was to be reached; empty if the target is none, such as a Unix socket. */
    public Optional<String> host() {
        return Optional.ofNullable(host);
    }

    /** Returns the port that was to be reached; empty if the target has none. */
    public OptionalInt port() {
        return port == NO_PORT ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** Returns what happened, in a few plain words: the message without the target. */
    public String problem() {
        return problem;
    }

    /** Returns what kept the target from being reached. */
    public Kind kind() {
        return kind;
    }

    /** Returns how far the attempt had come. */
    public Phase phase() {
        return phase;
    }

    /** How far an attempt to connect had come when it failed. */
    public enum Phase {
        /** Nothing had been asked of the network yet: an argument, or a file that it names, cannot be used. */
        PREPARING,
        /** The addresses of a name were being looked up. */
        LOOKUP,
        /** The connection was being opened. */
        OPENING,
        /** The connection was open, and TLS or a proxy's handshake was under way on it. */
        HANDSHAKE,
        /** All was ready, and the factory was asked for the protocol. */
        FACTORY
    }

    /** What kept a connection from being opened. */
    public enum Kind {
        /** The other side said no: nothing listens there. */
        REFUSED(Phase.OPENING),
        /** No answer within the time allowed. */
        TIMED_OUT(Phase.OPENING),
        /** No route there. */
        UNREACHABLE(Phase.OPENING),
        /** The name has no address. */
        NAME_NOT_FOUND(Phase.LOOKUP),
        /** The local address to come from cannot be used. */
        BIND(Phase.OPENING),
        /** The system does not permit it. */
        NOT_PERMITTED(Phase.OPENING),
        /**
         * The connection was open, but ended before the protocol could start: the peer ended or reset it, or one side refused
         * the other in a handshake. The cause says more.
         */
        ENDED_EARLY(Phase.HANDSHAKE),
        /** Our own factory turned it away. */
        REFUSED_BY_FACTORY(Phase.FACTORY),
        /** This reactor cannot carry such an address, or has been shut down. */
        UNSUPPORTED(Phase.OPENING),
        /** Anything else; the cause says more. */
        OTHER(Phase.OPENING);

        private final Phase phase;

        Kind(Phase phase) {
            this.phase = phase;
        }
    }
}

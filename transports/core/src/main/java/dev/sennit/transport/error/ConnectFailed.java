package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** A connection could not be opened. */
public final class ConnectFailed extends NetworkException {
    private static final long serialVersionUID = 1;

    private final String target;
    private final Kind kind;

    /**
     * Makes one whose message is "cannot connect to TARGET: PROBLEM".
     *
     * @param target what was to be reached, as the user wrote it
     * @param problem what happened, in a few plain words
     */
    public ConnectFailed(String target, Kind kind, String problem, @Nullable Throwable cause) {
        super("cannot connect to " + target + ": " + problem, cause);
        this.target = target;
        this.kind = kind;
    }

    /** What was to be reached. */
    public String target() {
        return target;
    }

    /** What kept it from being reached. */
    public Kind kind() {
        return kind;
    }

    /** What kept a connection from being opened. */
    public enum Kind {
        /** The other side said no: nothing listens there. */
        REFUSED,
        /** No answer within the time allowed. */
        TIMED_OUT,
        /** No route there. */
        UNREACHABLE,
        /** The name has no address. */
        NAME_NOT_FOUND,
        /** The local address to come from cannot be used. */
        BIND,
        /** The system does not permit it. */
        NOT_PERMITTED,
        /** The way was open, but ended before the protocol could start: during a handshake, say. */
        ENDED_EARLY,
        /** Our own factory turned it away. */
        REFUSED_BY_FACTORY,
        /** This reactor cannot carry such an address, or has been shut down. */
        UNSUPPORTED,
        /** Anything else; the cause says more. */
        OTHER
    }
}

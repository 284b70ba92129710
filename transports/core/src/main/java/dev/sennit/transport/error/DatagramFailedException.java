package dev.sennit.transport.error;

import org.jspecify.annotations.Nullable;

/** One datagram could not be sent, or could not be taken. The socket lives on. */
public final class DatagramFailedException extends NetworkException {
    private static final long serialVersionUID = 1;

    private final String peer;
    private final Kind kind;

    private DatagramFailedException(String message, String peer, Kind kind, @Nullable Throwable cause) {
        super(message, cause);
        this.peer = peer;
        this.kind = kind;
    }

    /**
     * Makes one whose message is "cannot send to PEER: PROBLEM".
     *
     * @param peer where it was to go
     * @param problem what happened, in a few plain words
     */
    public static DatagramFailedException toSend(String peer, Kind kind, String problem, @Nullable Throwable cause) {
        return new DatagramFailedException("cannot send to " + peer + ": " + problem, peer, kind, cause);
    }

    /**
     * Makes one whose message is "cannot take a datagram from PEER: PROBLEM".
     *
     * @param peer where it came from
     * @param problem what happened, in a few plain words
     */
    public static DatagramFailedException toReceive(String peer, Kind kind, String problem) {
        return new DatagramFailedException("cannot take a datagram from " + peer + ": " + problem, peer, kind, null);
    }

    /** The other end. */
    public String peer() {
        return peer;
    }

    /** What kept it from passing. */
    public Kind kind() {
        return kind;
    }

    /** What kept a datagram from passing. */
    public enum Kind {
        /** Nobody receives there. UDP tells so only on a socket with a peer, and of earlier datagrams. */
        REFUSED,
        /** It is longer than the system sends, or than we take. */
        TOO_LONG,
        /** Too much waits already, or has waited too long. */
        NO_ROOM,
        /** No route there. */
        UNREACHABLE,
        /** The system does not permit it. */
        NOT_PERMITTED,
        /** Such an address cannot be sent to from here. */
        UNSUPPORTED,
        /** Anything else; the cause says more. */
        OTHER
    }
}

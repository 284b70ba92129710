package dev.sennit.transport;

/** Why a connection ended. A normal end is not an error. */
public sealed interface CloseReason {
    /** Who ended it, when, and what had passed. */
    Ending ending();

    /**
     * Both sides said all they had to say, and what was written was sent. Or this side closed, all it had written was sent,
     * and the peer did not end its side within the time that a transport waits for that.
     */
    record Clean(Ending ending) implements CloseReason {}

    /** {@link Transport#abort()} was called, or the reactor shut down. */
    record Aborted(Ending ending) implements CloseReason {}

    /**
     * Something went wrong.
     *
     * @param cause a {@link dev.sennit.transport.error.NetworkException}; or whatever a callback threw or
     *     {@link Transport#abort(Throwable)} was given
     */
    record Broken(Throwable cause, Ending ending) implements CloseReason {}

    /** This protocol's part is over, but the connection lives on under {@linkplain Connection#replace another}. */
    record HandedOver(Ending ending) implements CloseReason {}

    /**
     * The circumstances of an end.
     *
     * @param by who ended it
     * @param phase how far it had come
     * @param traffic what had passed
     */
    record Ending(By by, Phase phase, Traffic traffic) {}

    /** Who ended a connection. */
    enum By {
        /** This side's protocol or layers. */
        US,
        /** The other side, by closing or resetting. */
        PEER,
        /** What lies between: unreachable, timed out. */
        NETWORK,
        /** The reactor, by shutting down. */
        REACTOR
    }

    /** How far a connection had come when it ended. */
    enum Phase {
        /**
         * There was no protocol yet: layers were still shaking hands, or the factory turned it away. What a {@link
         * ConnectionObserver} hears; to the layers themselves their carrier was open.
         */
        OPENING,
        /** Open both ways. */
        OPEN,
        /** One side had ended its output. */
        HALF_CLOSED,
        /** {@code close()} had been called and was under way. */
        CLOSING
    }
}

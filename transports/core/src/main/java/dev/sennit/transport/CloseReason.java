package dev.sennit.transport;

import dev.sennit.transport.error.NetworkException;

/** Why a connection ended. A normal end is not an error. Each prints as a few plain words, for logs. */
public sealed interface CloseReason {
    /** Who ended it, when, and what had passed. */
    Ending ending();

    /**
     * Both sides said all they had to say, and what was written was sent. Or this side closed, all it had written was sent,
     * and the peer did not end its side within the time that a transport waits for that.
     */
    record Clean(Ending ending) implements CloseReason {
        @Override
        public String toString() {
            return "ended " + ending;
        }
    }

    /** {@link Transport#abort()} was called, or the reactor shut down. */
    record Aborted(Ending ending) implements CloseReason {
        @Override
        public String toString() {
            return "aborted " + ending;
        }
    }

    /**
     * Something went wrong.
     *
     * @param cause a {@link dev.sennit.transport.error.NetworkException}; or whatever a callback threw or
     *     {@link Transport#abort(Throwable)} was given
     */
    record Broken(Throwable cause, Ending ending) implements CloseReason {
        @Override
        public String toString() {
            String what = cause instanceof NetworkException ? String.valueOf(cause.getMessage()) : cause.toString();
            return "broken " + ending + ": " + what;
        }
    }

    /** This protocol's part is over, but the connection lives on under {@linkplain Connection#replace another}. */
    record HandedOver(Ending ending) implements CloseReason {
        @Override
        public String toString() {
            return "handed over " + ending;
        }
    }

    /**
     * The circumstances of an end.
     *
     * @param by who ended it
     * @param phase how far it had come
     * @param traffic what had passed
     * @param unusedBytes how many of the bytes received the protocol had not used ({@link Protocol#unusedBytes}), or had not
     *     been given since it had paused reading; 0 or more
     */
    record Ending(By by, Phase phase, Traffic traffic, long unusedBytes) {
        /** Checks the range of the number. */
        public Ending {
            if (unusedBytes < 0) {
                throw new IllegalArgumentException("unusedBytes must be 0 or more, not " + unusedBytes);
            }
        }

        /** With nothing unused. */
        public Ending(By by, Phase phase, Traffic traffic) {
            this(by, phase, traffic, 0);
        }

        /** In words, as in "by the peer while open, 1200 bytes received and 7 sent in 35 ms, 3 bytes not used". */
        @Override
        public String toString() {
            String words = "by " + by.words + " while " + phase.words + ", " + traffic;
            return unusedBytes == 0
                    ? words
                    : words + ", " + unusedBytes + (unusedBytes == 1 ? " byte" : " bytes") + " not used";
        }
    }

    /** Who ended a connection. */
    enum By {
        /** This side's protocol or layers. */
        US("us"),
        /** The other side, by closing or resetting. */
        PEER("the peer"),
        /** What lies between: unreachable, timed out. */
        NETWORK("the network"),
        /** The reactor: it shut down, or its connections held twice their {@linkplain MemoryBudget memory budget}. */
        REACTOR("the reactor");

        private final String words;

        By(String words) {
            this.words = words;
        }
    }

    /** How far a connection had come when it ended. */
    enum Phase {
        /**
         * There was no protocol yet: layers were still shaking hands, or the factory turned it away. What a
         * {@link dev.sennit.transport.spi.ConnectionObserver} hears; to the layers themselves their carrier was open.
         */
        OPENING("opening"),
        /** Open both ways. */
        OPEN("open"),
        /** One side had ended its output. */
        HALF_CLOSED("half closed"),
        /** {@code close()} had been called and was under way. */
        CLOSING("closing");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }
}

package dev.sennit.transport.spi;

/**
 * How far a connection has come, and which calls take effect.
 *
 * <pre>
 *             makeProtocol          open
 *   OPENING --------------&gt; MAKING ------&gt; OPEN
 *      |                      |              |      close, abort
 *      +----------------------+              +------------------+
 *      v                                                        v
 *   CLOSING_EARLY ----------&gt; LOST &lt;------------------------ CLOSING
 *                    lose                        lose
 * </pre>
 *
 * <p>Each method that changes the state returns whether the call takes effect. Those methods are called on the loop; the
 * questions may be asked from any thread.
 */
final class Life {
    private volatile State state = State.OPENING;

    enum State {
        /** Layers exchange their handshakes. */
        OPENING,
        /** The factory makes the protocol. */
        MAKING,
        OPEN,
        /** Closed or aborted before there was a protocol. */
        CLOSING_EARLY,
        CLOSING,
        LOST
    }

    /** The layers are done: the factory is to make the protocol. */
    boolean makeProtocol() {
        boolean begins = state == State.OPENING;
        if (begins) {
            state = State.MAKING;
        }
        return begins;
    }

    /** The factory has made the protocol, which has not closed the connection meanwhile. */
    boolean open() {
        boolean opens = state == State.MAKING;
        if (opens) {
            state = State.OPEN;
        }
        return opens;
    }

    /** Closes, which may be done once. */
    boolean close() {
        return takesCalls() && abort();
    }

    /** Aborts, which cuts a close short. */
    boolean abort() {
        State before = state;
        if (before == State.LOST) {
            return false;
        }
        state = before == State.OPEN || before == State.CLOSING ? State.CLOSING : State.CLOSING_EARLY;
        return true;
    }

    /** The carrier is gone. */
    boolean lose() {
        boolean ends = state != State.LOST;
        state = State.LOST;
        return ends;
    }

    /** Returns whether writes and other calls take effect: the connection is neither closing nor lost. */
    boolean takesCalls() {
        State now = state;
        return now == State.OPENING || now == State.MAKING || now == State.OPEN;
    }

    State state() {
        return state;
    }

    boolean isMaking() {
        return state == State.MAKING;
    }

    /** Returns whether the protocol may hear of input. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Returns whether the connection has been open for a protocol. Not asked any more once it is lost. */
    boolean hasOpened() {
        State now = state;
        return now == State.OPEN || now == State.CLOSING;
    }
}

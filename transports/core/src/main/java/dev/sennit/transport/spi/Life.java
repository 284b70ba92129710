package dev.sennit.transport.spi;

import org.jspecify.annotations.Nullable;

/**
 * How far a connection has come, and which calls take effect.
 *
 * <pre>
 *             making                opened
 *   OPENING --------------&gt; MAKING ------&gt; OPEN
 *      |                      |              |      closed, aborted
 *      +----------------------+              +------------------+
 *      v                                                        v
 *   CLOSING_EARLY ----------&gt; LOST &lt;------------------------ CLOSING
 *                    lost                        lost
 * </pre>
 *
 * <p>The methods named after calls return the state that follows, or null if the call takes no effect.
 */
enum Life {
    /** Layers exchange their handshakes. */
    OPENING,
    /** The factory makes the protocol. */
    MAKING,
    OPEN,
    /** Closed or aborted before there was a protocol. */
    CLOSING_EARLY,
    CLOSING,
    LOST;

    /** The layers are done: the factory is to make the protocol. */
    @Nullable
    Life making() {
        return this == OPENING ? MAKING : null;
    }

    /** The factory has made the protocol, which has not closed the connection meanwhile. */
    @Nullable
    Life opened() {
        return this == MAKING ? OPEN : null;
    }

    /** Closes, which may be done once. */
    @Nullable
    Life closed() {
        return takesCalls() ? aborted() : null;
    }

    /** Aborts, which cuts a close short. */
    @Nullable
    Life aborted() {
        if (this == LOST) {
            return null;
        }
        return hasOpened() ? CLOSING : CLOSING_EARLY;
    }

    /** The carrier is gone. */
    @Nullable
    Life lost() {
        return this == LOST ? null : LOST;
    }

    /** Returns whether writes and other calls take effect: the connection is neither closing nor lost. */
    boolean takesCalls() {
        return this == OPENING || this == MAKING || this == OPEN;
    }

    /** Returns whether the connection has been open for a protocol. Not asked any more once it is lost. */
    boolean hasOpened() {
        return this == OPEN || this == CLOSING;
    }
}

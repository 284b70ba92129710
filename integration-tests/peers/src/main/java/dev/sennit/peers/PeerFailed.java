package dev.sennit.peers;

import java.util.Optional;

/** A peer that did not start, did not get ready in time, or ended unasked; the message holds what it printed last. */
public final class PeerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerFailed(String message) {
        super(message);
    }

    PeerFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the failure of a peer that is among the causes of another. */
    static Optional<PeerFailed> causeOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PeerFailed found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}

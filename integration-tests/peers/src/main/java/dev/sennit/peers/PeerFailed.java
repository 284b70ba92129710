package dev.sennit.peers;

/** A peer that did not start, did not get ready in time, or ended unasked; the message holds what it printed last. */
public final class PeerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerFailed(String message) {
        super(message);
    }

    PeerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}

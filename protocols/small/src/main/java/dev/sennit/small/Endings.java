package dev.sennit.small;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.error.ConnectionBrokenException;

/** What a client tells whoever waits for it when its connection ends too early. */
final class Endings {
    private Endings() {}

    /** Returns the cause, or if there was none that the connection ended, and how far the client had come. */
    static Throwable early(CloseReason reason, String progress) {
        return reason instanceof CloseReason.Broken broken
                ? broken.cause()
                : new ConnectionBrokenException("the connection ended early: " + progress, null);
    }
}

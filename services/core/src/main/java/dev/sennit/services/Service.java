package dev.sennit.services;

import dev.sennit.transport.deferred.Deferred;

/**
 * Something that runs from its start to its stop. Both may be called from any thread, by turns:
 *
 * <pre>
 *   start  (answered)  stop  (answered)  start …
 * </pre>
 *
 * <p>A start that fails leaves nothing running. To stop what does not run does nothing. Either throws an
 * {@link IllegalStateException} while the other is under way, and {@code start} if the service runs.
 */
public interface Service {
    /** What people call it, in logs and messages. */
    String name();

    /**
     * Starts it.
     *
     * @return done when it serves; fails with the reason if it cannot
     */
    Deferred<Void> start();

    /**
     * Stops it, having let what is under way come to its end as far as the service allows.
     *
     * @return done when it uses nothing any more
     */
    Deferred<Void> stop();
}

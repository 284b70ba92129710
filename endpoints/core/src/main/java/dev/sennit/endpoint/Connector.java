package dev.sennit.endpoint;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.deferred.Deferred;

/**
 * Connects, as often as it is asked: one client endpoint, or one hop to one target, at work. It lives as long as its
 * endpoint, and keeps what lasts from one connection to the next, such as sessions to be resumed.
 */
@FunctionalInterface
public interface Connector {
    /**
     * Opens a connection. Called on the request's loop, any number of times, also while earlier requests are under way.
     *
     * @return the protocol that the request's factory has made, after its {@code connectionMade}; cancelling it stops the
     *     attempt. What this throws or fails with is reported as a {@link dev.sennit.transport.error.ConnectFailedException} that
     *     names the endpoint
     */
    Deferred<? extends Protocol> connect(ConnectRequest request);
}

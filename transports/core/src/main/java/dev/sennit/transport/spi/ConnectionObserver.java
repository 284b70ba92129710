package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;

/**
 * Told of a connection's beginning and end by the connection itself; what listeners and connectors count with. Called
 * on the connection's loop. Exactly one of {@code opened} and {@code notOpened} comes; {@code ended} comes once in
 * either case, last.
 *
 * @param <P> the protocol of the connection's factory
 */
public interface ConnectionObserver<P extends Protocol> {
    /** The protocol's {@code connectionMade} has run. */
    void opened(Connection connection, P protocol);

    /** The connection ended, was refused or failed before that. */
    void notOpened(Connection connection, Throwable cause);

    /** The carrier is gone. */
    void ended(Connection connection, CloseReason reason);
}

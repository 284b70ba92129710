package dev.sennit.transport.unix;

import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Passes descriptors along a Unix socket (SCM_RIGHTS, unix(7)); a
 * {@linkplain dev.sennit.transport.Transport#feature feature} of a Unix socket's connection.
 *
 * <p>What a peer sends is kept from the moment that this is first asked for: ask in {@code connectionMade}. Before, and where
 * nobody asks, the system closes what comes. Called on the connection's loop. Layers change bytes but not descriptors, so
 * use it only where none stands between.
 */
public interface FileDescriptors {
    /** The most that one {@link #send} takes, as the system does. */
    int MOST_AT_ONCE = 253;

    /** The most that may have come without being taken; one more breaks the connection. */
    int MOST_UNTAKEN = 256;

    /**
     * Sends descriptors along with bytes, in order with what is written before and after. Copies are sent: both may be
     * closed or reused at once.
     *
     * @param data one byte or more: descriptors never travel alone
     * @return done when the system has taken all of it; fails if the connection ends first
     * @throws IllegalArgumentException if there is no byte, or no or too many descriptors, or one is closed
     */
    Deferred<Void> send(ByteBuffer data, List<Descriptor> descriptors);

    /** The descriptors that came with the bytes received so far, in order; from now on the caller's, who closes them. */
    List<Descriptor> take();
}

package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/**
 * A place to listen; opens nothing until asked, and may be asked any number of times. The rules, each pinned by a
 * contract test of the same number:
 *
 * <ol>
 *   <li>E1: {@code listen} never throws for a reason of the network; the answer fails instead.
 *   <li>E2: The answer comes once the listener accepts.
 *   <li>E3: After {@link Listener#close} has answered, the same place can be listened on again.
 *   <li>E4: {@code describe} gives a description whose string reads back as an equal one.
 * </ol>
 */
public interface ServerEndpoint {
    /**
     * Opens a listener.
     *
     * @param factory makes one protocol for each connection accepted
     * @return the listener; fails with a {@link dev.sennit.transport.error.ListenFailedException} if it can't be opened
     */
    Deferred<Listener> listen(ProtocolFactory<?> factory);

    /** The endpoint in its normal form; its {@code toString} hides secrets. */
    EndpointDescription describe();
}

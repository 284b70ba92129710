package dev.sennit.endpoint;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;

/** One client endpoint at work: what its type made of its arguments. Called from any thread, any number of times. */
public interface ClientConnector {
    /** Opens a connection. What this throws becomes the failure of the answer. */
    <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory);
}

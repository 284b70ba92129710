package dev.sennit.protocol.proxy.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;

/** How a proxy server gets at what its clients ask for. Called on the loop of the client's connection. */
public interface Outward {
    /**
     * Looks a name up.
     *
     * @return at least one address; fails with a {@link java.net.UnknownHostException} if there is none
     */
    Deferred<List<InetAddress>> resolve(String name);

    /**
     * Opens a connection.
     *
     * @param destination as the client has said it
     * @param addresses those of the destination that the rules allow, at least one, in the order of preference
     */
    <P extends Protocol> Deferred<P> connect(
            Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory);

    /** Opens a door for a connection that a client waits for; the port is 0. */
    Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory);
}

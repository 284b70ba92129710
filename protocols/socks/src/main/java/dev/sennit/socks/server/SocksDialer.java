package dev.sennit.socks.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;

/** Looks names up, connects and listens for a SOCKS server. Called on the loop of the client's connection. */
public interface SocksDialer {
    /**
     * Looks a name up. The server asks within its {@link LookupLimits}, and never cancels the answer: a look-up whose
     * client is gone counts against those limits until its Deferred is settled, which must happen in the end. Work that
     * blocks belongs on threads that nothing else uses, as many as {@link LookupLimits#running} says.
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

    /**
     * Whether an address is one of this machine, which {@link AccessRules} do not count as public. By default the system's
     * network interfaces tell.
     */
    default boolean isOwn(InetAddress address) {
        return AccessRules.isOwn(address);
    }

    /** Opens a listener for a connection that a client waits for (BIND); the port is 0. */
    Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory);
}

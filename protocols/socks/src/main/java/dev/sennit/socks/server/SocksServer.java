package dev.sennit.socks.server;

import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves SOCKS 4, 4a and 5 (RFC 1928, RFC 1929): CONNECT and BIND.
 *
 * <p>Each request and its outcome is logged: at {@link Level#DEBUG} what was done, at {@link Level#INFO} what the settings
 * forbid. Passwords never are.
 */
public final class SocksServer implements ProtocolFactory<Protocol> {
    private static final Logger LOG = System.getLogger(SocksServer.class.getName());

    private final SocksSettings settings;
    private final SocksResources resources;
    private final AtomicInteger clients = new AtomicInteger();

    /**
     * Makes a server.
     *
     * @param dialer opens what clients ask for
     */
    public SocksServer(SocksSettings settings, SocksDialer dialer) {
        this.settings = settings;
        this.resources = SocksResources.of(settings, dialer);
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        // What does not come over a network, such as a Unix socket, is guarded by other means.
        if (!IpNetwork.anyContains(settings.clients(), transport.peer())) {
            return refusal(transport, "not a client of this proxy; clients are " + settings.clients());
        }
        if (clients.incrementAndGet() > settings.limits().connections()) {
            clients.decrementAndGet();
            return refusal(
                    transport, "over the limit of " + settings.limits().connections() + " connections at a time");
        }
        return new SocksSession(transport, resources, clients::decrementAndGet);
    }

    /**
     * How many clients are connected now. A client whose BIND has a listener counts until that listener is closed, though
     * its own connection may have ended before.
     */
    public int clients() {
        return clients.get();
    }

    private static Refusal refusal(Transport transport, String why) {
        LOG.log(Level.INFO, "refused {0}: {1}", transport.peer(), why);
        return new Refusal(why);
    }

    /** The name of the protocol. */
    @Override
    public String toString() {
        return "socks";
    }
}

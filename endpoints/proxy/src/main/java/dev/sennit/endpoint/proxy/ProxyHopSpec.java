package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.Secret;

/** A proxy that leads on; each method returns a changed copy. Made by {@link ProxyEndpoint}. */
public final class ProxyHopSpec extends EndpointSpec implements HopSpec {
    ProxyHopSpec(Arguments arguments) {
        super(arguments);
    }

    /** Gives the proxy this user name, with no password. */
    public ProxyHopSpec user(String name) {
        return new ProxyHopSpec(arguments().with(ProxyHopType.USER, name));
    }

    /**
     * Gives the proxy this user name and password; the password is never shown.
     *
     * @throws IllegalArgumentException if the proxy takes no password, as with SOCKS 4, or the password is empty
     */
    public ProxyHopSpec login(String user, String password) {
        return new ProxyHopSpec(
                arguments().with(ProxyHopType.USER, user).with(ProxyHopType.PASSWORD, new Secret(password)));
    }

    /** Reaches the proxy by another hop, or by a client endpoint that leads there already. */
    public ProxyHopSpec via(HopSpec hop) {
        return new ProxyHopSpec(arguments().with(HopType.VIA, hop.arguments()));
    }
}

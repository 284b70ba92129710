package dev.sennit.endpoint.hop;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.Secret;

/** A proxy that leads on, put together in code; each method returns a changed copy. */
public final class ProxyHopSpec extends EndpointSpec<ProxyHopSpec> implements HopSpec {
    /** Makes one of arguments that are there. */
    public ProxyHopSpec(Arguments arguments) {
        super(arguments, ProxyHopSpec::new);
    }

    /** Makes one of a type that declares the {@link ProxyArguments} and this proxy's host and port. */
    public static ProxyHopSpec of(EndpointSchema schema, String host, int port) {
        return new ProxyHopSpec(
                Arguments.of(schema).with(ProxyArguments.HOST, host).with(ProxyArguments.PORT, port));
    }

    /** Gives the proxy this user name, with no password. */
    public ProxyHopSpec user(String name) {
        return with(ProxyArguments.USER, name);
    }

    /**
     * Gives the proxy this user name and password; the password is never shown.
     *
     * @throws IllegalArgumentException if the proxy takes no password, as with SOCKS 4, or the password is empty
     */
    public ProxyHopSpec login(String user, String password) {
        return user(user).with(ProxyArguments.PASSWORD, new Secret(password));
    }

    /** Reaches the proxy by another hop, or by a client endpoint that leads there already. */
    public ProxyHopSpec via(HopSpec hop) {
        return with(HopType.VIA, hop.arguments());
    }
}

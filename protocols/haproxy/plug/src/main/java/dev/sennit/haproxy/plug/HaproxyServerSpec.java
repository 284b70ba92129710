package dev.sennit.haproxy.plug;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.transport.IpNetwork;
import java.time.Duration;
import java.util.Arrays;

/** A server behind a proxy that sends a PROXY header; each method returns a changed copy. Made by {@link HaproxyEndpoint}. */
public final class HaproxyServerSpec extends EndpointSpec implements ServerSpec {
    HaproxyServerSpec(Arguments arguments) {
        super(arguments);
    }

    /**
     * Believes the headers of proxies in these networks; those of loopback by default.
     *
     * @param networks as in {@code 10.0.0.0/8} and {@code fd00::/8}
     * @throws IllegalArgumentException if one is no network
     */
    public HaproxyServerSpec trusted(String... networks) {
        return new HaproxyServerSpec(arguments()
                .with(
                        HaproxyServerType.TRUSTED,
                        Arrays.stream(networks).map(IpNetwork::parse).toList()));
    }

    /** Refuses connections from elsewhere, as by default, or takes them plain. */
    public HaproxyServerSpec others(Others value) {
        return new HaproxyServerSpec(arguments().with(HaproxyServerType.OTHERS, value));
    }

    /** Limits the wait for the header. */
    public HaproxyServerSpec timeout(Duration value) {
        return new HaproxyServerSpec(arguments().with(HaproxyServerType.TIMEOUT, value));
    }
}

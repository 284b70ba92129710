/** The endpoint types {@code socks5}, {@code socks4}, {@code socks4a}, {@code http-connect} and {@code haproxy}. */
module dev.sennit.endpoint.proxy {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires transitive dev.sennit.protocol.proxy;

    exports dev.sennit.endpoint.proxy;

    provides dev.sennit.endpoint.EndpointType with
            dev.sennit.endpoint.proxy.HaproxyClient,
            dev.sennit.endpoint.proxy.HaproxyServer,
            dev.sennit.endpoint.proxy.HttpConnectHop,
            dev.sennit.endpoint.proxy.Socks4Hop,
            dev.sennit.endpoint.proxy.Socks4aHop,
            dev.sennit.endpoint.proxy.Socks5Hop;
}

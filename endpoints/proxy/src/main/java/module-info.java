/** The endpoint types {@code socks5}, {@code socks4}, {@code socks4a}, {@code http-connect} and {@code haproxy}. */
module dev.sennit.endpoint.proxy {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.http;
    requires dev.sennit.socks;
    requires transitive dev.sennit.haproxy;

    exports dev.sennit.endpoint.proxy;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.proxy.ProxyModule;
}

/** The endpoint types {@code socks5}, {@code socks4} and {@code socks4a}. */
module dev.sennit.endpoint.socks {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.socks;

    exports dev.sennit.endpoint.socks;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.socks.SocksModule;
}

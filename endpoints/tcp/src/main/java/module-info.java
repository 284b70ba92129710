/** The endpoint types {@code tcp}, {@code tcp4} and {@code tcp6}. */
module dev.sennit.endpoint.tcp {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;

    exports dev.sennit.endpoint.tcp;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.tcp.TcpModule;
}

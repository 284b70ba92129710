/** The endpoint types {@code tls} and {@code ssl}. */
module dev.sennit.endpoint.tls {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.certs;
    requires dev.sennit.endpoint.tcp;
    requires transitive dev.sennit.tls;

    exports dev.sennit.endpoint.tls;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.tls.TlsModule;
}

/** The endpoint types {@code tls} and {@code ssl}. */
module dev.sennit.endpoint.tls {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.certs;
    requires dev.sennit.endpoint.tcp;
    requires dev.sennit.transport.tls;

    exports dev.sennit.endpoint.tls;

    provides dev.sennit.endpoint.EndpointType with
            dev.sennit.endpoint.tls.TlsServerType,
            dev.sennit.endpoint.tls.TlsClientType;
}

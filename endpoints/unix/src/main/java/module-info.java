/** The endpoint types {@code unix}, {@code systemd}, {@code fd}, {@code stdio} and {@code exec}. */
module dev.sennit.endpoint.unix {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.transport.nio;
    requires static dev.sennit.transport.unix;

    exports dev.sennit.endpoint.unix;

    provides dev.sennit.endpoint.EndpointType with
            dev.sennit.endpoint.unix.UnixServer,
            dev.sennit.endpoint.unix.SystemdServer,
            dev.sennit.endpoint.unix.FdServer,
            dev.sennit.endpoint.unix.StdioServer,
            dev.sennit.endpoint.unix.UnixClient,
            dev.sennit.endpoint.unix.ExecClient;
}

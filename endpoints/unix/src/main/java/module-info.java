/** The endpoint types {@code unix}, {@code systemd}, {@code fd}, {@code stdio} and {@code exec}. */
module dev.sennit.endpoint.unix {
    requires static org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.transport.streams;

    exports dev.sennit.endpoint.unix;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.endpoint.unix.UnixModule;
}

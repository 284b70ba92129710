/** The endpoint type {@code haproxy}, for servers and for clients. */
module dev.sennit.haproxy.plug {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires transitive dev.sennit.haproxy;

    exports dev.sennit.haproxy.plug;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.haproxy.plug.HaproxyModule;
}

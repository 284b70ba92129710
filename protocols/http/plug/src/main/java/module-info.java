/** The endpoint type {@code http-connect}. */
module dev.sennit.http.plug {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.http;

    exports dev.sennit.http.plug;

    provides dev.sennit.endpoint.EndpointModule with
            dev.sennit.http.plug.HttpConnectHopType;
}

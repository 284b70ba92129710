/** The CONNECT method of HTTP/1.1: values and decoder, the client layer. */
module dev.sennit.http {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.protocol;
    requires transitive dev.sennit.transport;

    exports dev.sennit.http;
    exports dev.sennit.http.client;
}

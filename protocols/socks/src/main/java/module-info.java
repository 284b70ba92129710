/** SOCKS 4, 4a and 5: values and decoder, the client layer, the server. */
module dev.sennit.socks {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.protocol;
    requires transitive dev.sennit.transport;

    exports dev.sennit.socks;
    exports dev.sennit.socks.client;
    exports dev.sennit.socks.server;
}

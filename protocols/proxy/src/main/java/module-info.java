/** How proxies are asked for a way on: SOCKS, HTTP CONNECT, the PROXY header. */
module dev.sennit.protocol.proxy {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.protocol;
    requires transitive dev.sennit.transport;

    exports dev.sennit.protocol.proxy;
    exports dev.sennit.protocol.proxy.header;
    exports dev.sennit.protocol.proxy.http;
    exports dev.sennit.protocol.proxy.server;
    exports dev.sennit.protocol.proxy.socks;
}

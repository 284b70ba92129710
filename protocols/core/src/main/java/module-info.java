/** Protocols and codecs for any transport. */
module dev.sennit.protocol {
    requires transitive dev.sennit.transport;
    requires static transitive org.jspecify;

    exports dev.sennit.protocol;
    exports dev.sennit.protocol.frame;
    exports dev.sennit.protocol.line;
    exports dev.sennit.protocol.proxy;
}

/** The contracts of the kit: protocols, transports, the stack that joins them, and what they are made of. */
module dev.sennit.transport {
    requires static transitive org.jspecify;
    requires jdk.jfr;

    exports dev.sennit.transport;
    exports dev.sennit.transport.bytes;
    exports dev.sennit.transport.deferred;
    exports dev.sennit.transport.error;
    exports dev.sennit.transport.spi;
    exports dev.sennit.transport.time;
}

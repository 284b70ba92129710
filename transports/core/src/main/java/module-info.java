/** The contracts of the kit. */
module dev.sennit.transport {
    requires static transitive org.jspecify;

    exports dev.sennit.transport.bytes;
    exports dev.sennit.transport.deferred;
    exports dev.sennit.transport.time;
}

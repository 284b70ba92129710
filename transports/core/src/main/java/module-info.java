/** The contracts of the kit. */
module dev.sennit.transport {
    requires static transitive org.jspecify;

    exports dev.sennit.transport.bytes;
}

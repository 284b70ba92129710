/** The network inside a process: joined by name, or simulated under virtual time with faults from a seed. */
module dev.sennit.memory {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.transport;

    exports dev.sennit.memory;
}

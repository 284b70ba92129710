/** Small programs to read, run and begin from: one protocol each. */
module dev.sennit.small {
    requires transitive dev.sennit.transport;
    requires transitive dev.sennit.protocol;
    requires static transitive org.jspecify;
    requires com.fasterxml.uuid;

    exports dev.sennit.small;
}

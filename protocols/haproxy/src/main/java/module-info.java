/** The PROXY header, versions 1 and 2. */
module dev.sennit.haproxy {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.protocol;
    requires transitive dev.sennit.transport;

    exports dev.sennit.haproxy;
}

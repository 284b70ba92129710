/** Connections on standard streams and on the streams of child processes. */
module dev.sennit.transport.streams {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.transport;

    exports dev.sennit.transport.streams;
}

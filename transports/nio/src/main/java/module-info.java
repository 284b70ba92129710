/** The default reactor: TCP on the JDK's non-blocking channels. */
module dev.sennit.transport.nio {
    requires static org.jspecify;
    requires transitive dev.sennit.transport;
    requires jdk.jfr;

    exports dev.sennit.transport.nio;
}

/** The default reactor: TCP, UDP and Unix paths on the JDK's non-blocking channels. */
module dev.sennit.transport.nio {
    requires static org.jspecify;
    requires transitive dev.sennit.transport;
    requires jdk.jfr;
    requires jdk.net;

    uses dev.sennit.transport.nio.socket.Sockets;

    exports dev.sennit.transport.nio;
    exports dev.sennit.transport.nio.socket;
}

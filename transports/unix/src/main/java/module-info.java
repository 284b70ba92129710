/** What Linux's sockets have and the JDK's lack, for every reactor. */
@SuppressWarnings("requires-automatic") // jffi has no descriptor of its own.
module dev.sennit.transport.unix {
    requires static org.jspecify;
    requires transitive dev.sennit.transport.nio;
    requires org.jnrproject.jffi;

    exports dev.sennit.transport.unix;

    provides dev.sennit.transport.nio.socket.Sockets with
            dev.sennit.transport.unix.LinuxSockets;
}

/** Unix sockets by jnr-unixsocket, for the systems that dev.sennit.transport.unix does not serve. */
@SuppressWarnings("requires-automatic") // The libraries of jnr have no descriptors of their own.
module dev.sennit.transport.unix.jnr {
    requires static org.jspecify;
    requires transitive dev.sennit.transport.nio;
    requires org.jnrproject.unixsocket;
    requires org.jnrproject.enxio;
    requires org.jnrproject.ffi;
    requires org.jnrproject.constants;
    // What jnr-ffi makes classes with. It cannot ask for them itself, having no descriptor.
    requires org.objectweb.asm;

    // Also for the class that jnr-ffi makes of an interface in it.
    exports dev.sennit.transport.unix.jnr;

    provides dev.sennit.transport.nio.socket.Sockets with
            dev.sennit.transport.unix.jnr.JnrSockets;
}

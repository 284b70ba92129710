/** The reactor for what the JDK's Unix sockets lack, on Linux. */
@SuppressWarnings("requires-automatic") // jffi has no descriptor of its own.
module dev.sennit.transport.unix {
    requires static org.jspecify;
    requires transitive dev.sennit.transport.nio;
    requires org.jnrproject.jffi;

    exports dev.sennit.transport.unix;
}

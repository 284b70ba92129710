package dev.sennit.transport.nio.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The JDK's Unix sockets, whose paths are one byte shorter than the system's. */
public enum JdkPathSockets implements PathSockets {
    /** The only one. */
    INSTANCE;

    /** What is the matter with an address that the JDK does not open. */
    public static final String NEEDS_MODULE = "this needs the module sennit-transport-unix on the class path";

    /** Whether the system is Linux. */
    public static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

    /** What a reactor lacks for datagrams of Unix sockets, without both modules that have them. */
    public static final String DATAGRAMS_NEED_MODULE =
            LINUX ? NEEDS_MODULE : "this needs the module sennit-transport-unix-jnr on the class path";

    /** How many bytes a path may have on Linux for the system itself: 108 with the NUL (unix(7)). */
    private static final int LINUX_MOST_BYTES = 107;

    /** A sockaddr_un has room for 108 bytes on Linux and 104 elsewhere; the JDK leaves two of them unused. */
    @Override
    public int mostBytes() {
        return LINUX ? LINUX_MOST_BYTES - 1 : 102;
    }

    /** Says why a path cannot be used without the module that calls the system: also with it, if the path is too long. */
    public String lack(Path path) {
        return SocketPath.bytes(path) > LINUX_MOST_BYTES
                ? SocketPath.tooLong(path, LINUX_MOST_BYTES, this)
                : NEEDS_MODULE;
    }

    /** Whether the system takes this path and the JDK does not. */
    public boolean isOnlyForTheSystem(Path path) {
        int bytes = SocketPath.bytes(path);
        return LINUX && bytes > mostBytes() && bytes <= LINUX_MOST_BYTES;
    }

    @Override
    public void callOn(Path path) throws IOException {
        try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            caller.configureBlocking(false);
            caller.connect(UnixDomainSocketAddress.of(path));
        }
    }

    @Override
    public String advice(Path path) {
        return isOnlyForTheSystem(path) ? " the JDK's sockets; " + NEEDS_MODULE : "";
    }
}

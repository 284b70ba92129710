package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.PeerCredentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketOption;
import jnr.ffi.Platform;
import jnr.ffi.Platform.OS;

/** The credentials of a peer: by SO_PEERCRED on Linux, by getpeereid(3) on the BSDs and macOS. */
final class Credentials {
    /** Of macOS, for LOCAL_PEERPID; jnr-constants has neither. */
    private static final int SOL_LOCAL = 0;

    private static final int LOCAL_PEERPID = 2;

    private Credentials() {}

    /** Returns the credentials of a connected socket's peer. */
    static PeerCredentials ofPeer(int socket) throws IOException {
        return Host.LINUX ? byOption(socket) : byUserAndGroup(socket);
    }

    /** The structure is process, user, group (unix(7)); OpenBSD's option of that name has another order. */
    private static PeerCredentials byOption(int socket) throws IOException {
        ByteBuffer value = Libc.memory(12);
        ask(socket, SocketLevel.SOL_SOCKET.intValue(), SocketOption.SO_PEERCRED.intValue(), value);
        return new PeerCredentials(value.getInt(0), value.getInt(4), value.getInt(8));
    }

    private static PeerCredentials byUserAndGroup(int socket) throws IOException {
        ByteBuffer user = Libc.memory(4);
        ByteBuffer group = Libc.memory(4);
        Libc.check(Libc.CALLS.getpeereid(socket, user, group));
        return new PeerCredentials(process(socket), user.getInt(0), group.getInt(0));
    }

    /** Returns the process on macOS, and 0 on the BSDs, which have no common call for it. */
    private static int process(int socket) throws IOException {
        if (Platform.getNativePlatform().getOS() != OS.DARWIN) {
            return 0;
        }
        ByteBuffer process = Libc.memory(4);
        ask(socket, SOL_LOCAL, LOCAL_PEERPID, process);
        return process.getInt(0);
    }

    private static void ask(int socket, int level, int option, ByteBuffer value) throws IOException {
        ByteBuffer length = Libc.memory(4).putInt(0, value.capacity());
        Libc.check(Libc.CALLS.getsockopt(socket, level, option, value, length));
    }
}

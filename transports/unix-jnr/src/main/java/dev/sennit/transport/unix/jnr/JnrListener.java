package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.ListeningChannel;
import java.io.IOException;
import jnr.constants.platform.Errno;
import jnr.unixsocket.UnixServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
final class JnrListener extends JnrSocket implements ListeningChannel {
    private final UnixAddress local;

    /**
     * Takes the channel over.
     *
     * @param local the local address of accepted streams
     */
    JnrListener(UnixServerSocketChannel channel, UnixAddress local) throws IOException {
        super(channel);
        this.local = local;
    }

    /** Opens a socket that is not bound yet. */
    static UnixServerSocketChannel unbound() throws IOException {
        try {
            return UnixServerSocketChannel.open();
        } catch (IOException failure) {
            throw Libc.openFailure(failure);
        }
    }

    /** Binds the socket, and begins to listen. */
    static void listen(UnixServerSocketChannel channel, SocketName name, int backlog) throws IOException {
        Libc.check(Libc.CALLS.bind(channel.getFD(), name.bytes(), name.length()));
        Libc.check(Libc.CALLS.listen(channel.getFD(), backlog));
    }

    @Override
    public @Nullable JnrStream accept() throws IOException {
        int accepted = Libc.CALLS.accept(open(), null, null);
        if (accepted < 0) {
            if (Libc.mustWait() || Libc.failedBy(Errno.ECONNABORTED)) {
                return null;
            }
            throw Libc.failure();
        }
        return JnrStream.accepted(accepted, local);
    }

    @Override
    public String toString() {
        return "listening socket at " + local;
    }
}

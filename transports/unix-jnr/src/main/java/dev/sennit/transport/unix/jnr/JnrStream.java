package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import jnr.constants.platform.Errno;
import jnr.constants.platform.Shutdown;
import jnr.enxio.channels.Native;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A connection. Reads and writes happen on its loop.
 *
 * <p>It reads and writes by jnr-enxio's {@code Native}, not by the channel: the channel of jnr-unixsocket 0.39.9 copies all bytes
 * through new arrays, and moves the position of a buffer even if the write fails.
 */
final class JnrStream extends JnrSocket implements StreamChannel {
    /** The most bytes from the heap in one call. */
    private static final int COPY_BYTES = 64 * 1024;

    private static final ThreadLocal<ByteBuffer> COPY = ThreadLocal.withInitial(() -> Libc.memory(COPY_BYTES));

    private final Ends ends;

    private JnrStream(UnixSocketChannel channel, Ends ends) throws IOException {
        super(channel);
        this.ends = ends;
    }

    /** Opens a connection. It is connected at once; otherwise it is refused, or the peer's accept queue is full. */
    static JnrStream to(UnixAddress peer, SocketName name) throws IOException {
        UnixSocketChannel channel;
        try {
            channel = UnixSocketChannel.open();
        } catch (IOException failure) {
            throw Libc.openFailure(failure);
        }
        try {
            JnrStream stream = new JnrStream(channel, Ends.of(UnixAddress.UNNAMED, peer));
            Libc.check(Libc.CALLS.connect(channel.getFD(), name.bytes(), name.length()));
            return stream;
        } catch (IOException | RuntimeException failure) {
            closeQuietly(channel);
            throw failure;
        }
    }

    /**
     * Takes over an accepted connection.
     *
     * @param local as the listener was asked for: the system remembers the path at which it was bound at first
     */
    static JnrStream accepted(int descriptor, UnixAddress local) throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.fromFD(descriptor);
        try {
            return new JnrStream(channel, Ends.of(local, peerOf(descriptor)));
        } catch (IOException | RuntimeException failure) {
            closeQuietly(channel);
            throw failure;
        }
    }

    /** A system may not know a peer any more once it has closed; what it sent is to be read all the same. */
    private static UnixAddress peerOf(int descriptor) {
        try {
            return SocketName.ofPeer(descriptor);
        } catch (IOException unknown) {
            return UnixAddress.UNNAMED;
        }
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        boolean wanted = to.hasRemaining();
        int count = Native.read(open(), to);
        if (count < 0) {
            if (Libc.mustWait()) {
                return 0;
            }
            throw Libc.failure();
        }
        return count == 0 && wanted ? -1 : count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int total = 0;
        int tried;
        int sent;
        do {
            tried = from.isDirect() ? from.remaining() : Math.min(from.remaining(), COPY_BYTES);
            try {
                sent = tried == 0 ? 0 : send(from, tried);
            } catch (IOException failure) {
                if (total == 0) {
                    throw failure;
                }
                // The next write fails again; the bytes that were taken count.
                return total;
            }
            total += sent;
        } while (sent == tried && from.hasRemaining());
        return total;
    }

    private int send(ByteBuffer from, int count) throws IOException {
        int socket = open();
        boolean copies = !from.isDirect();
        ByteBuffer direct =
                copies ? COPY.get().clear().put(0, from, from.position(), count).limit(count) : from;
        int sent = Native.write(socket, direct);
        if (sent < 0) {
            if (Libc.mustWait()) {
                return 0;
            }
            throw Libc.failure();
        }
        if (copies) {
            from.position(from.position() + sent);
        }
        return sent;
    }

    @Override
    public long write(ByteBuffer[] pair) throws IOException {
        int first = write(pair[0]);
        if (pair[0].hasRemaining()) {
            return first;
        }
        try {
            return first + (long) write(pair[1]);
        } catch (IOException failure) {
            if (first == 0) {
                throw failure;
            }
            return first;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        // The BSDs fail if the peer has closed already.
        if (Native.shutdown(open(), Shutdown.SHUT_WR.intValue()) < 0 && !Libc.failedBy(Errno.ENOTCONN)) {
            throw Libc.failure();
        }
    }

    @Override
    public Ends ends() {
        return ends;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
        try {
            return type == PeerCredentials.class ? Optional.of(type.cast(ask(Credentials::ofPeer))) : Optional.empty();
        } catch (IOException | UnsatisfiedLinkError closedOrNotHere) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "unix";
    }
}

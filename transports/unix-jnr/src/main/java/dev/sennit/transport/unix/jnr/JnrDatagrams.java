package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import jnr.constants.platform.Errno;
import jnr.unixsocket.UnixDatagramChannel;
import jnr.unixsocket.UnixSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams: with a path, an abstract name, or no name.
 *
 * <p>The channel of jnr-unixsocket opens and closes the socket. {@link Libc} binds and connects it, sends and receives: the
 * channel's connect makes no connect(2), and its exceptions have no error number (0.39.9).
 */
final class JnrDatagrams extends JnrSocket implements DatagramPort {
    private static final Logger LOG = System.getLogger(JnrDatagrams.class.getName());

    /** The system may allow less. On Linux, datagrams that receivers have not read occupy it. */
    private static final int SEND_BUFFER_BYTES = 1024 * 1024;

    /** Names of receivers that are kept ready. */
    private static final int NAMES_KEPT = 64;
    /** Errors that say that the peer has closed. */
    private static final Set<Errno> GONE = Set.of(Errno.ECONNREFUSED, Errno.ECONNRESET, Errno.ENOTCONN);

    private final UnixAddress local;
    private final @Nullable UnixAddress peer;
    private final @Nullable SocketPath held;

    /** For bytes from the heap: grows to the longest sent so far. */
    private ByteBuffer copy = Libc.memory(0);

    private final ByteBuffer senderName = Libc.memory(SocketName.ROOM_BYTES);
    private final ByteBuffer senderLength = Libc.memory(4);
    private final Map<UnixAddress, SocketName> names = new HashMap<>();

    private JnrDatagrams(
            UnixDatagramChannel channel, UnixAddress local, @Nullable UnixAddress peer, @Nullable SocketPath held)
            throws IOException {
        super(channel);
        this.local = local;
        this.peer = peer;
        this.held = held;
    }

    static JnrDatagrams open(UnixAddress wanted, DatagramOptions options) {
        try {
            UnixDatagramChannel channel = unbound();
            SocketPath held = null;
            try {
                UnixAddress local = wanted;
                if (wanted.isAbstract()) {
                    bind(channel, SocketName.of(wanted));
                    local = SocketName.ofSocket(channel.getFD());
                } else if (!wanted.isUnnamed()) {
                    Path path = SocketName.path(wanted);
                    held = SocketPath.bindInPlace(
                            path,
                            options.file(),
                            JnrSockets.PATHS,
                            at -> bindAt(channel, at, options.file().mode()));
                }
                UnixAddress peer = connected(channel, options.peer().orElse(null));
                return new JnrDatagrams(channel, local, peer, held);
            } catch (IOException | RuntimeException failure) {
                release(() -> closeQuietly(channel), held);
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(wanted, failure);
        }
    }

    private static UnixDatagramChannel unbound() throws IOException {
        UnixDatagramChannel channel;
        try {
            channel = UnixDatagramChannel.open();
        } catch (IOException failure) {
            throw Libc.openFailure(failure);
        }
        try {
            channel.setOption(UnixSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        } catch (IOException refused) {
            LOG.log(Level.DEBUG, "the send buffer keeps its size", refused);
        }
        return channel;
    }

    private static void bind(UnixDatagramChannel channel, SocketName name) throws IOException {
        Libc.check(Libc.CALLS.bind(channel.getFD(), name.bytes(), name.length()));
    }

    private static void bindAt(UnixDatagramChannel channel, Path path, int mode) throws IOException {
        // Linux makes the file with this mode, so it has no right too many at any moment. Elsewhere this is
        // refused.
        int unused = Libc.CALLS.fchmod(channel.getFD(), mode);
        bind(channel, SocketName.ofPath(path));
        try {
            FileRights.give(path, mode);
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(path);
            throw failure;
        }
    }

    private static @Nullable UnixAddress connected(UnixDatagramChannel channel, @Nullable Address peer) {
        if (peer == null) {
            return null;
        }
        if (!(peer instanceof UnixAddress unix) || !UnixErrors.nowhere(unix).isEmpty()) {
            throw new ConnectFailedException(
                    peer.toString(),
                    ConnectFailedException.Kind.UNSUPPORTED,
                    "a Unix socket's peer is a UnixAddress with a name",
                    null);
        }
        try {
            connect(channel.getFD(), SocketName.of(unix));
            return unix;
        } catch (IOException failure) {
            throw UnixErrors.connect(unix, failure);
        }
    }

    private static void connect(int socket, SocketName to) throws IOException {
        Libc.check(Libc.CALLS.connect(socket, to.bytes(), to.length()));
    }

    @Override
    public UnixAddress local() {
        return local;
    }

    /** On Linux OP_WRITE reports room at the peer; on the BSDs it does not. */
    @Override
    public boolean tellsOfRoom() {
        return peer != null && Host.LINUX;
    }

    @Override
    public boolean send(ByteBuffer data, Address to) {
        if (!(to instanceof UnixAddress unix)) {
            throw failed(to, DatagramFailedException.Kind.UNSUPPORTED, "a Unix socket sends to a UnixAddress");
        }
        if (!UnixErrors.nowhere(unix).isEmpty()) {
            throw failed(to, DatagramFailedException.Kind.UNSUPPORTED, "who has no name cannot be sent to");
        }
        try {
            ByteBuffer direct = data.isDirect() ? data : copied(data);
            return peer == null ? transmit(direct, name(unix)) : transmitToPeer(direct, name(peer));
        } catch (ErrnoException failure) {
            if (failure.errno() == Errno.EMSGSIZE) {
                String problem = "it has " + data.remaining() + " bytes, which is more than the system sends";
                throw failed(to, DatagramFailedException.Kind.TOO_LONG, problem);
            }
            throw UnixErrors.datagram(unix, failure);
        } catch (IOException failure) {
            throw UnixErrors.datagram(unix, failure);
        }
    }

    private static DatagramFailedException failed(Address to, DatagramFailedException.Kind kind, String problem) {
        return DatagramFailedException.toSend(to.toString(), kind, problem, null);
    }

    private ByteBuffer copied(ByteBuffer heap) {
        int count = heap.remaining();
        if (copy.capacity() < count) {
            copy = Libc.memory(Math.max(count, Math.min(2 * copy.capacity(), SEND_BUFFER_BYTES)));
        }
        return copy.clear().put(0, heap, heap.position(), count).limit(count);
    }

    private SocketName name(UnixAddress to) throws IOException {
        SocketName known = names.get(to);
        if (known == null) {
            if (names.size() == NAMES_KEPT) {
                names.clear();
            }
            known = SocketName.of(to);
            names.put(to, known);
        }
        return known;
    }

    /** Connects once more if the peer has closed, since another may be bound there by now. */
    private boolean transmitToPeer(ByteBuffer direct, SocketName to) throws IOException {
        try {
            return transmit(direct, null);
        } catch (ErrnoException failure) {
            if (!GONE.contains(failure.errno())) {
                throw failure;
            }
            connect(open(), to);
            return transmit(direct, null);
        }
    }

    /** Sends a datagram; returns false if there is no room. */
    private boolean transmit(ByteBuffer direct, @Nullable SocketName to) throws IOException {
        int socket = open();
        ByteBuffer name = to == null ? null : to.bytes();
        int length = to == null ? 0 : to.length();
        long sent;
        do {
            sent = Libc.CALLS.sendto(socket, direct, direct.remaining(), 0, name, length);
        } while (sent < 0 && Libc.failedBy(Errno.EINTR));
        // On the BSDs ENOBUFS says that the receiver's queue is full.
        if (sent < 0 && (Libc.mustWait() || (!Host.LINUX && Libc.failedBy(Errno.ENOBUFS)))) {
            return false;
        }
        Libc.check(sent);
        return true;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        int socket = open();
        long received;
        do {
            senderLength.putInt(0, SocketName.ROOM_BYTES);
            received = Libc.CALLS.recvfrom(socket, into, into.remaining(), 0, senderName, senderLength);
        } while (received < 0 && Libc.failedBy(Errno.EINTR));
        if (received < 0) {
            if (Libc.mustWait()) {
                return -1;
            }
            ErrnoException failure = Libc.failure();
            if (peer != null && GONE.contains(failure.errno())) {
                throw UnixErrors.datagram(peer, failure);
            }
            throw failure;
        }
        into.position(into.position() + (int) received);
        return (int) received;
    }

    @Override
    public UnixAddress sender() {
        return SocketName.read(senderName, senderLength.getInt(0));
    }

    @Override
    public void close() {
        if (isOpen()) {
            release(super::close, held);
        }
    }

    @Override
    public String toString() {
        return "socket " + local;
    }

    private static void release(Runnable socket, @Nullable SocketPath held) {
        if (held != null) {
            held.removeSocket();
        }
        socket.run();
        if (held != null) {
            held.unlock();
        }
    }
}

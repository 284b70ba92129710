package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Unix socket for datagrams: by path, by abstract name, or without a name. */
final class LinuxDatagrams extends LinuxSocket implements DatagramPort {
    /** What is asked for; the system gives what it allows. What receivers have not read counts for it. */
    private static final int SEND_BUFFER_BYTES = 1024 * 1024;
    /** What the system keeps of the buffer for itself (unix(7)). */
    private static final int SEND_OVERHEAD_BYTES = 32;
    /** Of a file's mode (inode(7)). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;
    private static final int RIGHTS = 07777;

    /** For bytes from the heap: grows to the longest sent so far. Of one thread, since sending is for the loop. */
    private ByteBuffer copy = ByteBuffer.allocateDirect(0);

    private final DatagramMessage message = new DatagramMessage();
    private final int sendLimit;
    private final UnixAddress local;
    private final @Nullable UnixAddress peer;
    private final @Nullable SocketPath held;

    private LinuxDatagrams(int socket, UnixAddress local, @Nullable UnixAddress peer, @Nullable SocketPath held)
            throws IOException {
        super(socket);
        this.local = local;
        this.peer = peer;
        this.held = held;
        this.sendLimit = option(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF) - SEND_OVERHEAD_BYTES;
    }

    static LinuxDatagrams open(UnixAddress wanted, DatagramOptions options) {
        try {
            int socket = Libc.check(Libc.socket(Libc.UNIX, Libc.DATAGRAM));
            SocketPath held = null;
            try {
                option(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUF, SEND_BUFFER_BYTES);
                UnixAddress local = wanted;
                if (wanted.isAbstract()) {
                    bind(socket, SocketNames.of(wanted));
                    local = (UnixAddress) SocketNames.read(socket, false);
                } else if (!wanted.isUnnamed()) {
                    held = bindAtPath(socket, SocketNames.path(wanted), options);
                }
                return new LinuxDatagrams(
                        socket, local, connected(socket, options.peer().orElse(null)), held);
            } catch (IOException | RuntimeException failure) {
                close(() -> Libc.close(socket), held);
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(wanted, failure);
        }
    }

    private static void bind(int socket, SocketNames.Written name) throws IOException {
        Libc.check(Libc.bind(socket, name.address(), name.length()));
    }

    /** The file has no right too many at any moment: a socket's own rights are those that its file begins with. */
    private static SocketPath bindAtPath(int socket, Path path, DatagramOptions options) throws IOException {
        int mode = options.file().mode();
        return SocketPath.bindInPlace(path, options.file(), LinuxSockets.PATHS, at -> {
            Libc.check(Libc.changeMode(socket, mode));
            bind(socket, SocketNames.ofPath(at));
            try {
                // Those that the process's mask has taken (umask(2)).
                giveRights(at, mode);
            } catch (IOException | RuntimeException failure) {
                Files.deleteIfExists(at);
                throw failure;
            }
        });
    }

    /**
     * Gives its rights to the socket at a path, and to nothing but a socket, whatever has come to be there: the file is held while
     * it is asked what it is.
     */
    private static void giveRights(Path path, int mode) throws IOException {
        if ((mode(path, LinkOption.NOFOLLOW_LINKS) & RIGHTS) == mode) {
            return;
        }
        SocketNames.Written name = SocketNames.ofPath(path);
        // A name of a socket is a family and then the path, ended by a NUL.
        ByteBuffer bytes = name.bytes();
        int place = Libc.check(Libc.openAsPlace(Libc.address(bytes) + 2));
        try {
            Path held = Path.of("/proc/self/fd/" + place);
            if ((mode(held) & TYPE) == SOCKET) {
                Files.setAttribute(held, "unix:mode", mode);
            }
        } finally {
            Libc.close(place);
        }
    }

    private static int mode(Path path, LinkOption... options) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", options);
    }

    private static @Nullable UnixAddress connected(int socket, @Nullable Address peer) {
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
            connect(socket, unix);
            return unix;
        } catch (IOException failure) {
            throw UnixErrors.connect(unix, failure);
        }
    }

    private static void connect(int socket, UnixAddress to) throws IOException {
        SocketNames.Written name = SocketNames.of(to);
        Libc.check(Libc.connect(socket, name.address(), name.length()));
    }

    @Override
    public UnixAddress local() {
        return local;
    }

    @Override
    public boolean tellsOfRoom() {
        return peer != null;
    }

    @Override
    public boolean send(ByteBuffer data, Address to) {
        if (!(to instanceof UnixAddress unix)) {
            throw failed(to, DatagramFailedException.Kind.UNSUPPORTED, "a Unix socket sends to a UnixAddress");
        }
        if (!UnixErrors.nowhere(unix).isEmpty()) {
            throw failed(to, DatagramFailedException.Kind.UNSUPPORTED, "who has no name cannot be sent to");
        }
        int count = data.remaining();
        if (count > sendLimit) {
            throw failed(
                    to,
                    DatagramFailedException.Kind.TOO_LONG,
                    "it has " + count + " bytes, and the system sends at most " + sendLimit);
        }
        try {
            long at = data.isDirect() ? Libc.address(data) + data.position() : copied(data);
            long sent = peer == null ? send(at, count, unix) : sendToPeer(at, count, peer);
            return sent != -ErrnoException.AGAIN && Libc.check(sent) == count;
        } catch (IOException failure) {
            throw UnixErrors.datagram(unix, failure);
        }
    }

    private static DatagramFailedException failed(Address to, DatagramFailedException.Kind kind, String problem) {
        return DatagramFailedException.toSend(to.toString(), kind, problem, null);
    }

    private long copied(ByteBuffer heap) {
        int count = heap.remaining();
        if (copy.capacity() < count) {
            copy = ByteBuffer.allocateDirect(Math.max(count, Math.min(2 * copy.capacity(), sendLimit)));
        }
        copy.put(0, heap, heap.position(), count);
        return Libc.address(copy);
    }

    /** A peer that is gone is looked for once more, since another may be in its place. */
    private long sendToPeer(long at, int count, UnixAddress to) throws IOException {
        long sent = send(at, count, null);
        if (sent == -ErrnoException.REFUSED || sent == -ErrnoException.NOT_CONNECTED || sent == -ErrnoException.RESET) {
            connect(open(), to);
            sent = send(at, count, null);
        }
        return sent;
    }

    private long send(long at, int count, @Nullable UnixAddress to) throws IOException {
        int socket = open();
        long sent;
        do {
            sent = message.send(socket, at, count, to);
        } while (sent == -ErrnoException.INTERRUPTED);
        return sent;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        int socket = open();
        long at = Libc.address(into) + into.position();
        long received;
        do {
            received = message.receive(socket, at, into.remaining());
        } while (received == -ErrnoException.INTERRUPTED);
        if (received == -ErrnoException.AGAIN) {
            return -1;
        }
        if (peer != null && (received == -ErrnoException.RESET || received == -ErrnoException.REFUSED)) {
            throw UnixErrors.datagram(peer, new ErrnoException((int) -received));
        }
        int length = Libc.check(received);
        into.position(into.position() + Math.min(length, into.remaining()));
        return length;
    }

    @Override
    public UnixAddress sender() {
        return message.sender();
    }

    @Override
    public void close() {
        if (isOpen()) {
            close(super::close, held);
        }
    }

    @Override
    public String toString() {
        return "socket " + local;
    }

    private static void close(Runnable socket, @Nullable SocketPath held) {
        if (held != null) {
            held.removeSocket();
        }
        socket.run();
        if (held != null) {
            held.unlock();
        }
    }

    /**
     * Native memory for the calls of one datagram socket, and the names that it has met (sendmsg(2), recvmsg(2)):
     *
     * <pre>
     *   0    msghdr   name 8 | length 4 (+4) | iov 8 | iov count 8 | control 8 | control length 8 | flags 4 (+4)
     *   56   iovec    base 8 | length 8
     *   72 bytes
     * </pre>
     */
    static final class DatagramMessage {
        private static final int IOV = 56;
        private static final int BYTES = 72;
        /** Names of receivers that are kept ready. */
        private static final int NAMES_KEPT = 64;

        private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
        private final long start = Libc.address(memory);
        private final ByteBuffer name =
                ByteBuffer.allocateDirect(SocketNames.MOST_BYTES).order(ByteOrder.nativeOrder());
        private final long nameStart = Libc.address(name);
        private final Map<UnixAddress, SocketNames.Written> names = new HashMap<>();
        // The last sender is often the next.
        private final ByteBuffer lastName = ByteBuffer.allocate(SocketNames.MOST_BYTES);
        private UnixAddress lastSender = UnixAddress.UNNAMED;

        /** Sends a datagram to this name, or to the peer. */
        long send(int socket, long from, int count, @Nullable UnixAddress to) throws IOException {
            prepare(from, count);
            if (to == null) {
                memory.putLong(0, 0).putInt(8, 0);
            } else {
                SocketNames.Written written = written(to);
                memory.putLong(0, written.address()).putInt(8, written.length());
            }
            return Libc.sendMessage(socket, start);
        }

        /** Receives a datagram; answers how long it was, which may be longer than there was room for. */
        long receive(int socket, long to, int count) {
            prepare(to, count);
            memory.putLong(0, nameStart).putInt(8, SocketNames.MOST_BYTES);
            return Libc.receiveDatagram(socket, start);
        }

        /** Who sent what was received last; unnamed if no address could be made of the name. */
        UnixAddress sender() {
            int length = Math.min(memory.getInt(8), SocketNames.MOST_BYTES);
            if (length <= 2) {
                return UnixAddress.UNNAMED;
            }
            name.limit(length).position(0);
            if (!name.equals(lastName.flip())) {
                lastName.clear().put(name).flip();
                lastSender = SocketNames.sender(name, length);
            }
            lastName.position(lastName.limit());
            return lastSender;
        }

        private SocketNames.Written written(UnixAddress to) throws IOException {
            SocketNames.Written known = names.get(to);
            if (known == null) {
                if (names.size() == NAMES_KEPT) {
                    names.clear();
                }
                known = SocketNames.of(to);
                names.put(to, known);
            }
            return known;
        }

        private void prepare(long at, int count) {
            memory.putLong(16, start + IOV)
                    .putLong(24, 1)
                    .putLong(32, 0)
                    .putLong(40, 0)
                    .putLong(48, 0);
            memory.putLong(IOV, at).putLong(IOV + 8, count);
        }
    }
}

package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream socket: a Unix one, or whatever other was handed over. Reads and writes happen on its loop. */
final class LinuxStream extends LinuxSocket implements StreamChannel {
    private static final ThreadLocal<Message> MESSAGE = ThreadLocal.withInitial(Message::new);

    private final String word;
    private final @Nullable Address knownLocal;
    private final @Nullable Address knownPeer;
    /** Descriptors received and not taken; empty until somebody wants them, and the system closes what comes. */
    private @Nullable List<Descriptor> received;

    /**
     * Takes the descriptor over.
     *
     * @param word its kind, for logs
     * @param knownLocal this end where it is known better than the system does, which remembers a path as it was bound
     * @param knownPeer the other end, likewise
     */
    LinuxStream(int descriptor, String word, @Nullable Address knownLocal, @Nullable Address knownPeer) {
        super(descriptor);
        this.word = word;
        this.knownLocal = knownLocal;
        this.knownPeer = knownPeer;
    }

    /** Opens one that begins to connect to a Unix socket. */
    static LinuxStream to(UnixAddress peer, SocketNames.Written name) throws IOException {
        LinuxStream stream =
                new LinuxStream(Libc.check(Libc.socket(Libc.UNIX, Libc.STREAM)), "unix", UnixAddress.UNNAMED, peer);
        try {
            Libc.check(Libc.connect(stream.number, name.address(), name.length()));
            return stream;
        } catch (IOException failure) {
            stream.close();
            throw failure;
        }
    }

    /** Keeps descriptors from now on. */
    void wantDescriptors() {
        if (received == null) {
            received = new ArrayList<>();
        }
    }

    List<Descriptor> takeDescriptors() {
        List<Descriptor> kept = received;
        if (kept == null) {
            return List.of();
        }
        List<Descriptor> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int wanted = Math.min(to.remaining(), Integer.MAX_VALUE);
        if (!to.isDirect()) {
            throw new IllegalArgumentException("read into direct buffers only");
        }
        int socket = open();
        long at = Libc.address(to) + to.position();
        List<Descriptor> kept = received;
        long count;
        do {
            count = kept == null ? Libc.read(socket, at, wanted) : MESSAGE.get().receive(socket, at, wanted, kept);
        } while (count == -ErrnoException.INTERRUPTED);
        if (kept != null && kept.size() > FileDescriptors.MOST_UNTAKEN) {
            throw new IOException("more than " + FileDescriptors.MOST_UNTAKEN + " descriptors wait to be taken");
        }
        if (count == -ErrnoException.AGAIN) {
            return 0;
        }
        int read = Libc.check(count);
        to.position(to.position() + read);
        return read == 0 && wanted > 0 ? -1 : read;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int total = 0;
        int sent;
        int tried;
        do {
            tried = from.isDirect() ? from.remaining() : Math.min(from.remaining(), Message.DATA_BYTES);
            sent = tried == 0 ? 0 : sendSome(from, tried);
            from.position(from.position() + sent);
            total += sent;
        } while (sent == tried && from.hasRemaining());
        return total;
    }

    private int sendSome(ByteBuffer from, int count) throws IOException {
        int socket = open();
        long at = from.isDirect()
                ? Libc.address(from) + from.position()
                : MESSAGE.get().copy(from, count);
        return taken(() -> Libc.send(socket, at, count));
    }

    @Override
    public long write(ByteBuffer[] pair) throws IOException {
        if (pair[0].hasRemaining()) {
            return writeTwo(pair[0], pair[1]);
        }
        return write(pair[1]);
    }

    /** What has gathered, and the caller's own, in one call. */
    private long writeTwo(ByteBuffer first, ByteBuffer second) throws IOException {
        int socket = open();
        Message message = MESSAGE.get();
        int secondCount = second.isDirect() ? second.remaining() : Math.min(second.remaining(), Message.DATA_BYTES);
        long secondAt =
                second.isDirect() ? Libc.address(second) + second.position() : message.copy(second, secondCount);
        long firstAt = Libc.address(first) + first.position();
        int firstCount = first.remaining();
        int sent = taken(() -> message.send(socket, firstAt, firstCount, secondAt, secondCount));
        first.position(first.position() + Math.min(sent, firstCount));
        second.position(second.position() + Math.max(0, sent - firstCount));
        boolean all = sent == firstCount + secondCount;
        return all && second.hasRemaining() ? sent + (long) write(second) : sent;
    }

    /** Sends bytes from native memory with descriptors; answers how many were taken, the descriptors with the first. */
    int send(ByteBuffer direct, List<Descriptor> descriptors) throws IOException {
        int socket = open();
        long at = Libc.address(direct) + direct.position();
        int sent = taken(() -> MESSAGE.get().send(socket, at, direct.remaining(), descriptors));
        direct.position(direct.position() + sent);
        return sent;
    }

    private interface Sending {
        long run();
    }

    private static int taken(Sending sending) throws IOException {
        long sent;
        do {
            sent = sending.run();
        } while (sent == -ErrnoException.INTERRUPTED);
        return sent == -ErrnoException.AGAIN ? 0 : Libc.check(sent);
    }

    @Override
    public void shutdownOutput() throws IOException {
        Libc.check(Libc.shutdown(open(), Libc.SHUT_WR));
    }

    @Override
    public void resetOnClose() throws IOException {
        if (isTcp()) {
            option(open(), Libc.SOL_SOCKET, Libc.SO_LINGER, 1, 0);
        }
    }

    @Override
    public void close() {
        super.close();
        takeDescriptors().forEach(Descriptor::close);
    }

    @Override
    public Address local() throws IOException {
        return knownLocal != null ? knownLocal : SocketNames.read(open(), false);
    }

    @Override
    public Address peer() throws IOException {
        return knownPeer != null ? knownPeer : SocketNames.read(open(), true);
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
        Object found = null;
        try {
            if (type == TcpSocket.class && isTcp()) {
                found = new Options(this);
            } else if (type == PeerCredentials.class && !isTcp()) {
                found = ask(LinuxStream::credentials);
            } else if (type == FileDescriptors.class && !isTcp()) {
                wantDescriptors();
                found = new PassedDescriptors(this, outlet);
            }
        } catch (IOException closed) {
            return Optional.empty();
        }
        return Optional.ofNullable(found).map(type::cast);
    }

    private boolean isTcp() throws IOException {
        return ask(socket -> SocketNames.read(socket, false)) instanceof TcpAddress;
    }

    private static PeerCredentials credentials(int socket) throws ErrnoException {
        ByteBuffer memory = memory(16).putInt(12, 12);
        long start = Libc.address(memory);
        Libc.check(Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_PEERCRED, start, start + 12));
        return new PeerCredentials(memory.getInt(0), memory.getInt(4), memory.getInt(8));
    }

    @Override
    public String toString() {
        return word;
    }

    /** What can be set on an open TCP socket. */
    private record Options(LinuxStream channel) implements TcpSocket {
        @Override
        public void noDelay(boolean on) {
            set(Libc.IPPROTO_TCP, Libc.TCP_NODELAY, on);
        }

        @Override
        public void keepAlive(boolean on) {
            set(Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, on);
        }

        private void set(int level, int option, boolean on) {
            try {
                channel.<Boolean>ask(socket -> {
                    LinuxSocket.option(socket, level, option, on ? 1 : 0);
                    return on;
                });
            } catch (IOException failure) {
                throw new IllegalStateException("the connection is closed; its options cannot be set", failure);
            }
        }
    }
}

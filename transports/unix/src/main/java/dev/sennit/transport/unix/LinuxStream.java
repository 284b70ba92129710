package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private boolean connecting;

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

    @Override
    public boolean isConnected() {
        return !connecting;
    }

    /** The connect that was begun goes on, in the background. */
    void isConnecting() {
        connecting = true;
    }

    @Override
    public boolean finishConnect() throws IOException {
        int error = option(open(), Libc.SOL_SOCKET, Libc.SO_ERROR);
        if (error != 0) {
            throw new ErrnoException(error);
        }
        connecting = false;
        return true;
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
    public Ends ends() throws IOException {
        return Ends.of(
                knownLocal != null ? knownLocal : SocketNames.read(open(), false),
                knownPeer != null ? knownPeer : readPeer());
    }

    /** The system forgets the peer of a connection that the peer has reset. */
    private Address readPeer() throws IOException {
        try {
            return SocketNames.read(open(), true);
        } catch (ErrnoException failure) {
            throw failure.errno() == ErrnoException.NOT_CONNECTED ? new ErrnoException(ErrnoException.RESET) : failure;
        }
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

    /**
     * Native memory for one call of one thread: for bytes from the heap, and for a message with descriptors (recvmsg(2),
     * cmsg(3)):
     *
     * <pre>
     *   0    msghdr   name 8 | length 4 (+4) | iov 8 | iov count 8 | control 8 | control length 8 | flags 4 (+4)
     *   56   iovec    base 8 | length 8, twice
     *   88   cmsghdr  length 8 | level 4 | type 4 | descriptors 4 each
     *   1120 bytes
     * </pre>
     */
    private static final class Message {
        /** The most bytes from the heap in one call. */
        static final int DATA_BYTES = 64 * 1024;

        private static final int IOV = 56;
        private static final int CONTROL = 88;
        private static final int CONTROL_HEADER = 16;
        private static final int CONTROL_BYTES = CONTROL_HEADER + 4 * FileDescriptors.MOST_AT_ONCE + 4;
        private static final int DATA = 1120;
        private static final int SCM_RIGHTS = 1;
        private static final int MSG_CTRUNC = 8;

        private final ByteBuffer memory =
                ByteBuffer.allocateDirect(DATA + DATA_BYTES).order(ByteOrder.nativeOrder());
        private final long start = Libc.address(memory);

        /** Copies bytes to native memory, at most {@link #DATA_BYTES}, without taking them; answers where they are. */
        long copy(ByteBuffer heap, int count) {
            memory.put(DATA, heap, heap.position(), count);
            return start + DATA;
        }

        /** Sends from one or two places in one call. */
        long send(int socket, long first, int firstCount, long second, int secondCount) {
            prepare(first, firstCount, 0);
            memory.putLong(IOV + 16, second).putLong(IOV + 24, secondCount).putLong(24, secondCount == 0 ? 1 : 2);
            return Libc.sendMessage(socket, start);
        }

        /** Sends bytes with descriptors. */
        long send(int socket, long from, int count, List<Descriptor> descriptors) {
            int length = CONTROL_HEADER + 4 * descriptors.size();
            prepare(from, count, (length + 7) & ~7);
            memory.putLong(CONTROL, length).putInt(CONTROL + 8, Libc.SOL_SOCKET).putInt(CONTROL + 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.size(); i++) {
                memory.putInt(
                        CONTROL + CONTROL_HEADER + 4 * i, descriptors.get(i).number());
            }
            return Libc.sendMessage(socket, start);
        }

        /** Receives bytes; descriptors that came with them are added to the list. */
        long receive(int socket, long to, int count, List<Descriptor> descriptors) throws IOException {
            prepare(to, count, CONTROL_BYTES);
            long received = Libc.receiveMessage(socket, start);
            if (received >= 0 && memory.getLong(40) >= CONTROL_HEADER) {
                descriptors.addAll(descriptorsReceived());
            }
            // Also where not one found room, and so there is no header.
            if (received >= 0 && (memory.getInt(48) & MSG_CTRUNC) != 0) {
                throw new IOException("the system could not hand over all descriptors that the peer sent");
            }
            return received;
        }

        private List<Descriptor> descriptorsReceived() {
            List<Descriptor> received = new ArrayList<>();
            long controlEnd = CONTROL + Math.min(memory.getLong(40), CONTROL_BYTES);
            long length = memory.getLong(CONTROL);
            boolean passed = memory.getInt(CONTROL + 8) == Libc.SOL_SOCKET && memory.getInt(CONTROL + 12) == SCM_RIGHTS;
            long end = Math.min(CONTROL + length, controlEnd);
            for (int at = CONTROL + CONTROL_HEADER; passed && at + 4 <= end; at += 4) {
                received.add(Descriptor.owning(memory.getInt(at)));
            }
            return received;
        }

        private void prepare(long at, int count, int controlBytes) {
            memory.putLong(0, 0).putLong(8, 0).putLong(16, start + IOV).putLong(24, 1);
            memory.putLong(32, controlBytes == 0 ? 0 : start + CONTROL)
                    .putLong(40, controlBytes)
                    .putLong(48, 0);
            memory.putLong(IOV, at).putLong(IOV + 8, count);
        }
    }
}

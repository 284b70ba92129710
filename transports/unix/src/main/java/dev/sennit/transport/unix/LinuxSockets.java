package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningChannel;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.PathSockets;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The system's own sockets: Unix ones by path and by abstract name, for streams and for datagrams, and open descriptors. */
public final class LinuxSockets implements Sockets {
    /** Paths may be as long as the system takes. */
    static final PathSockets PATHS = new PathSockets() {
        @Override
        public int mostBytes() {
            return SocketNames.MOST_NAME_BYTES;
        }

        @Override
        public void callOn(Path path) throws IOException {
            LinuxStream.to(UnixAddress.of(path), SocketNames.ofPath(path)).close();
        }
    };

    private final boolean tcp;

    /** For the service loader: TCP is left to the JDK. */
    public LinuxSockets() {
        this(false);
    }

    private LinuxSockets(boolean tcp) {
        this.tcp = tcp;
    }

    /**
     * Returns sockets that open TCP as well, for {@link dev.sennit.transport.nio.NioSettings#withSockets}. An idle connection
     * takes about half the heap that it takes on the JDK's channels.
     */
    public static LinuxSockets withTcp() {
        return new LinuxSockets(true);
    }

    @Override
    public boolean opens(Address address) {
        return address instanceof UnixAddress
                || address instanceof DescriptorAddress
                || (tcp && address instanceof TcpAddress);
    }

    /** Says what these sockets open, for the settings in logs. */
    @Override
    public String toString() {
        return tcp ? "Linux's own with TCP" : "Linux's own";
    }

    @Override
    public boolean isUsable() {
        return Platform.isUsable();
    }

    @Override
    public Poller openPoller() throws IOException {
        Platform.require();
        return new EpollPoller();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        try {
            Platform.require();
            if (address instanceof DescriptorAddress descriptor) {
                return adopt(descriptor);
            }
        } catch (IOException failure) {
            throw unsupported(address, failure.getMessage() + "", failure);
        }
        if (address instanceof TcpAddress ip) {
            return LinuxTcp.listen(ip, options);
        }
        UnixAddress unix = (UnixAddress) address;
        if (unix.isUnnamed()) {
            throw unsupported(unix, UnixErrors.UNNAMED, null);
        }
        try {
            int socket = Libc.check(Libc.socket(Libc.UNIX, Libc.STREAM));
            try {
                return unix.isAbstract() ? byName(socket, unix, options) : byPath(socket, unix, options);
            } catch (IOException | RuntimeException failure) {
                Libc.close(socket);
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(unix, failure);
        }
    }

    private static ListeningSockets byName(int socket, UnixAddress name, ListenOptions options) throws IOException {
        listenAt(socket, SocketNames.of(name), options);
        UnixAddress real = (UnixAddress) SocketNames.read(socket, false);
        return ListeningSockets.of(real, List.of(new LinuxListener(socket, real)));
    }

    private static ListeningSockets byPath(int socket, UnixAddress path, ListenOptions options) throws IOException {
        SocketPath held = SocketPath.bind(
                SocketNames.path(path), options.file(), PATHS, at -> listenAt(socket, SocketNames.ofPath(at), options));
        return new ListeningSockets(path, List.of(new LinuxListener(socket, path)), held::removeSocket, held::unlock);
    }

    private static void listenAt(int socket, SocketNames.Written name, ListenOptions options) throws IOException {
        Libc.check(Libc.bind(socket, name.address(), name.length()));
        Libc.check(Libc.listen(socket, options.backlog()));
    }

    /** Takes a copy of a listening socket that another process or another part of this one opened. */
    private static ListeningSockets adopt(DescriptorAddress given) throws IOException {
        int socket = Descriptor.copyOf(given.number()).release();
        try {
            requireListening(given, socket);
            Address address = SocketNames.read(socket, false);
            Libc.check(Libc.makeNonBlocking(socket));
            UnixAddress unix = address instanceof UnixAddress known ? known : null;
            return ListeningSockets.of(address, List.of(new LinuxListener(socket, unix)));
        } catch (IOException | RuntimeException failure) {
            Libc.close(socket);
            throw failure;
        }
    }

    private static void requireListening(DescriptorAddress given, int socket) throws IOException {
        int type;
        try {
            type = LinuxSocket.option(socket, Libc.SOL_SOCKET, Libc.SO_TYPE);
        } catch (ErrnoException failure) {
            throw unsupported(given, "it is not a socket", failure);
        }
        if (type != Libc.STREAM) {
            throw unsupported(given, "it is a socket, but not one for streams", null);
        }
        if (LinuxSocket.option(socket, Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN) == 0) {
            throw unsupported(given, "it is a socket that does not listen", null);
        }
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        String problem = "";
        IOException cause = null;
        try {
            Platform.require();
            problem = target instanceof UnixAddress unix ? UnixErrors.nowhere(unix) : "";
        } catch (IOException failure) {
            problem = failure.getMessage() + "";
            cause = failure;
        }
        if (!problem.isEmpty()) {
            throw new ConnectFailedException(
                    target.toString(), ConnectFailedException.Kind.UNSUPPORTED, problem, cause);
        }
        if (target instanceof TcpAddress ip) {
            return new LinuxTcp.Dialing(ip, options);
        }
        return target instanceof DescriptorAddress descriptor
                ? new Adopting(descriptor)
                : new Dialing((UnixAddress) target);
    }

    @Override
    public DatagramPort datagrams(Address local, DatagramOptions options) {
        if (!(local instanceof UnixAddress unix)) {
            throw unsupported(local, "datagrams take a UdpAddress or a UnixAddress here", null);
        }
        try {
            Platform.require();
        } catch (IOException failure) {
            throw unsupported(unix, failure.getMessage() + "", failure);
        }
        return LinuxDatagrams.open(unix, options);
    }

    private static ListenFailedException unsupported(Address address, String problem, @Nullable Throwable cause) {
        return new ListenFailedException(address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, cause);
    }

    /** A connection to a Unix socket on its way out: open at once, or refused, or the peer's queue is full. */
    private record Dialing(UnixAddress target) implements Dialer {
        @Override
        public StreamChannel dial() throws IOException {
            return LinuxStream.to(target, SocketNames.of(target));
        }

        @Override
        public boolean isBusy(IOException failure) {
            return UnixErrors.isBusy(failure);
        }

        @Override
        public ConnectFailedException failed(IOException failure) {
            return UnixErrors.connect(target, failure);
        }
    }

    /** A connection that is open already. */
    private record Adopting(DescriptorAddress given) implements Dialer {
        @Override
        public StreamChannel dial() throws IOException {
            LinuxStream stream =
                    new LinuxStream(Descriptor.copyOf(given.number()).release(), "adopted", null, null);
            try {
                if (LinuxSocket.option(stream.number, Libc.SOL_SOCKET, Libc.SO_TYPE) != Libc.STREAM) {
                    throw new IOException("it is not one for streams");
                }
                SocketNames.read(stream.number, true);
                Libc.check(Libc.makeNonBlocking(stream.number));
                return stream;
            } catch (IOException failure) {
                stream.close();
                throw failure;
            }
        }

        @Override
        public boolean isBusy(IOException failure) {
            return false;
        }

        @Override
        public ConnectFailedException failed(IOException failure) {
            return new ConnectFailedException(
                    given.name(),
                    ConnectFailedException.Kind.UNSUPPORTED,
                    "it is no connected socket: " + failure.getMessage(),
                    failure);
        }
    }

    /** A listening socket. */
    static final class LinuxListener extends LinuxSocket implements ListeningChannel {
        private final @Nullable UnixAddress local;

        /**
         * Takes the descriptor over.
         *
         * @param local the address that streams have at this end, where it is a Unix one
         */
        LinuxListener(int descriptor, @Nullable UnixAddress local) {
            super(descriptor);
            this.local = local;
        }

        @Override
        public @Nullable LinuxStream accept() throws IOException {
            SocketNames.Room room = SocketNames.room();
            int accepted = Libc.accept(open(), room.address(), room.lengthAddress());
            if (accepted == -ErrnoException.AGAIN || accepted == -ErrnoException.INTERRUPTED) {
                return null;
            }
            Libc.check(accepted);
            if (local != null) {
                return new LinuxStream(accepted, "unix", local, null);
            }
            try {
                // The system does not know the peer any more once it has reset the connection.
                return new LinuxStream(accepted, "tcp", null, room.read());
            } catch (IOException unknownFamily) {
                Libc.close(accepted);
                throw unknownFamily;
            }
        }

        @Override
        public String toString() {
            return "listening descriptor " + number;
        }
    }
}

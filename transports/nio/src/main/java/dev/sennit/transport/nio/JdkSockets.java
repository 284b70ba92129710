package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.JdkPathSockets;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.nio.socket.UnixErrors;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** The JDK's own: TCP, UDP, and Unix sockets by path. */
enum JdkSockets implements Sockets {
    INSTANCE;

    private static final String OTHERS = "this reactor opens TCP and Unix addresses only";

    /** Whether it opens streams at such an address. */
    @Override
    public boolean opens(Address address) {
        try {
            return address instanceof TcpAddress
                    || (address instanceof UnixAddress unix
                            && isPath(unix)
                            && !JdkPathSockets.INSTANCE.isOnlyForTheSystem(unix.path()));
        } catch (InvalidPathException unwritable) {
            return false;
        }
    }

    @Override
    public boolean isUsable() {
        return true;
    }

    @Override
    public Poller openPoller() throws IOException {
        return new JdkPoller();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        if (address instanceof TcpAddress tcp) {
            return new TcpListening(tcp, options, loops).open();
        }
        if (address instanceof UnixAddress unix && isPath(unix)) {
            return UnixStream.listen(unix, options);
        }
        throw new ListenFailedException(
                address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem(address), null);
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        if (target instanceof TcpAddress tcp) {
            return TcpStream.dialer(tcp, options);
        }
        if (target instanceof UnixAddress unix && isPath(unix)) {
            return new UnixStream.Dialing(unix);
        }
        String nowhere = target instanceof UnixAddress unix ? UnixErrors.nowhere(unix) : "";
        throw new ConnectFailedException(
                target.toString(),
                ConnectFailedException.Kind.UNSUPPORTED,
                nowhere.isEmpty() ? problem(target) : nowhere,
                null);
    }

    @Override
    public DatagramPort datagrams(Address local, DatagramOptions options) {
        if (local instanceof UdpAddress udp) {
            return UdpPort.open(udp, options);
        }
        String problem = local instanceof UnixAddress unix
                ? lackOfDatagrams(unix)
                : "datagrams take a UdpAddress or a UnixAddress here";
        throw new ListenFailedException(local.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, null);
    }

    private static boolean isPath(UnixAddress address) {
        return !address.isAbstract() && !address.isUnnamed();
    }

    private static String lackOfDatagrams(UnixAddress address) {
        try {
            return JdkPathSockets.LINUX && isPath(address)
                    ? JdkPathSockets.INSTANCE.lack(address.path())
                    : JdkPathSockets.DATAGRAMS_NEED_MODULE;
        } catch (InvalidPathException unwritable) {
            return "its path cannot be written as the system's bytes";
        }
    }

    private static String problem(Address address) {
        if (address instanceof UdpAddress) {
            return "datagrams are opened with Reactor.bind";
        }
        if (address instanceof UnixAddress unix && unix.isUnnamed()) {
            return UnixErrors.UNNAMED;
        }
        return address instanceof DescriptorAddress || (address instanceof UnixAddress unix && unix.isAbstract())
                ? JdkPathSockets.NEEDS_MODULE
                : OTHERS;
    }

    /** A connection of Unix sockets by path. A close has no reset: the peer sees an end, or a reset if it sent what was never read. */
    private static final class UnixStream extends JdkStream {
        private final Ends ends;

        /**
         * Takes a connection over.
         *
         * @param ends as they were asked for: the JDK knows only the path at which a socket was bound at first
         */
        private UnixStream(SocketChannel channel, Ends ends) throws IOException {
            super(channel);
            this.ends = ends;
        }

        /** Opens the socket of a listener. */
        static ListeningSockets listen(UnixAddress wanted, ListenOptions options) {
            try {
                ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    SocketPath held = SocketPath.bind(
                            wanted.path(),
                            options.file(),
                            JdkPathSockets.INSTANCE,
                            at -> channel.bind(UnixDomainSocketAddress.of(at), options.backlog()));
                    Ends ends = Ends.of(wanted, UnixAddress.UNNAMED);
                    JdkListener listener = new JdkListener(channel, accepted -> new UnixStream(accepted, ends));
                    return new ListeningSockets(wanted, List.of(listener), held::removeSocket, held::unlock);
                } catch (IOException | RuntimeException failure) {
                    channel.close();
                    throw failure;
                }
            } catch (IOException failure) {
                throw UnixErrors.listen(wanted, failure);
            } catch (InvalidPathException failure) {
                String problem = "the name has characters that cannot be written as the system's bytes";
                throw UnixErrors.listen(wanted, new IOException(problem, failure));
            }
        }

        @Override
        public Ends ends() {
            return ends;
        }

        @Override
        public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
            try {
                return type == UnixDomainPrincipal.class
                        ? Optional.of(type.cast(channel.getOption(ExtendedSocketOptions.SO_PEERCRED)))
                        : Optional.empty();
            } catch (IOException | UnsupportedOperationException closedOrNotHere) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "unix";
        }

        /** A connection on its way out: it is open at once, or refused, or the peer's queue is full. */
        record Dialing(UnixAddress target) implements Dialer {
            @Override
            public StreamChannel dial() throws IOException {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    UnixStream stream = new UnixStream(channel, Ends.of(UnixAddress.UNNAMED, target));
                    channel.connect(UnixDomainSocketAddress.of(target.path()));
                    return stream;
                } catch (Throwable failure) {
                    channel.close();
                    throw failure;
                }
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
    }
}

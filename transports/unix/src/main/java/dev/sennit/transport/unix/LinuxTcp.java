package dev.sennit.transport.unix;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.unix.LinuxSockets.LinuxListener;
import java.io.IOException;
import java.net.Inet6Address;
import java.util.List;

/** TCP on the system's own sockets (tcp(7), ipv6(7)). One socket listens; its connections are dealt out among the loops. */
final class LinuxTcp {
    private static final TcpAddress EVERYWHERE = TcpAddress.of("::", 0);
    private static final TcpAddress EVERYWHERE_IPV4 = TcpAddress.of("0.0.0.0", 0);

    private LinuxTcp() {}

    static ListeningSockets listen(TcpAddress wanted, ListenOptions options) {
        try {
            boolean everywhere = wanted.ip().isAnyLocalAddress() && options.family() != Family.IPV4;
            TcpAddress at = everywhere ? new TcpAddress(EVERYWHERE.ip(), wanted.port()) : wanted;
            if (options.family() == Family.IPV4 && at.ip() instanceof Inet6Address) {
                throw new IOException(SocketErrors.NO_IPV6);
            }
            int socket = Libc.socket(family(at), Libc.STREAM);
            if (socket == -ErrnoException.NO_FAMILY && everywhere && options.family() == Family.ANY) {
                at = new TcpAddress(EVERYWHERE_IPV4.ip(), wanted.port());
                socket = Libc.socket(Libc.IPV4, Libc.STREAM);
            }
            return bound(checked(socket), at, options);
        } catch (IOException failure) {
            throw SocketErrors.listen(wanted.toString(), failure);
        }
    }

    private static ListeningSockets bound(int socket, TcpAddress at, ListenOptions options) throws IOException {
        try {
            LinuxSocket.option(socket, Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
            if (options.reusePort()) {
                LinuxSocket.option(socket, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1);
            }
            if (at.ip() instanceof Inet6Address) {
                // What the machine's default is does not matter.
                int only = options.family() == Family.IPV6 ? 1 : 0;
                LinuxSocket.option(socket, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, only);
            }
            // What is accepted takes these over.
            tune(socket, options.noDelay(), options.keepAlive());
            SocketNames.Written name = SocketNames.of(at);
            Libc.check(Libc.bind(socket, name.address(), name.length()));
            Libc.check(Libc.listen(socket, options.backlog()));
            return ListeningSockets.of(SocketNames.read(socket, false), List.of(new LinuxListener(socket, null)));
        } catch (IOException | RuntimeException failure) {
            Libc.close(socket);
            throw failure;
        }
    }

    /** A connection on its way out. */
    record Dialing(TcpAddress target, ConnectOptions options) implements Dialer {
        @Override
        public StreamChannel dial() throws IOException {
            int socket = Libc.socket(family(target), Libc.STREAM);
            if (socket == -ErrnoException.NO_FAMILY) {
                throw new ConnectFailedException(
                        target.toString(), ConnectFailedException.Kind.UNSUPPORTED, SocketErrors.NO_IPV6, null);
            }
            LinuxStream stream = new LinuxStream(Libc.check(socket), "tcp", null, null);
            try {
                tune(socket, options.noDelay(), options.keepAlive());
                TcpAddress from = options.bind().orElse(null);
                if (from != null) {
                    bind(socket, from);
                }
                SocketNames.Written name = SocketNames.of(target);
                int connected = Libc.connect(socket, name.address(), name.length());
                if (connected == -ErrnoException.IN_PROGRESS || connected == -ErrnoException.INTERRUPTED) {
                    stream.isConnecting();
                } else {
                    Libc.check(connected);
                }
                return stream;
            } catch (IOException | RuntimeException failure) {
                stream.close();
                throw failure;
            }
        }

        private void bind(int socket, TcpAddress from) {
            // The wildcard of either version means any address: often only the port is asked for.
            TcpAddress any = family(target) == Libc.IPV6 ? EVERYWHERE : EVERYWHERE_IPV4;
            TcpAddress at = from.ip().isAnyLocalAddress() ? new TcpAddress(any.ip(), from.port()) : from;
            SocketNames.Written name = SocketNames.of(at);
            try {
                Libc.check(Libc.bind(socket, name.address(), name.length()));
            } catch (IOException failure) {
                throw SocketErrors.bind(target.toString(), from.toString(), failure);
            }
        }

        @Override
        public boolean isBusy(IOException failure) {
            return false;
        }

        @Override
        public ConnectFailedException failed(IOException failure) {
            return SocketErrors.connect(target, failure);
        }
    }

    private static void tune(int socket, boolean noDelay, boolean keepAlive) throws IOException {
        if (noDelay) {
            LinuxSocket.option(socket, Libc.IPPROTO_TCP, Libc.TCP_NODELAY, 1);
        }
        if (keepAlive) {
            LinuxSocket.option(socket, Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, 1);
        }
    }

    private static int family(TcpAddress address) {
        return address.ip() instanceof Inet6Address ? Libc.IPV6 : Libc.IPV4;
    }

    private static int checked(int socket) throws IOException {
        if (socket == -ErrnoException.NO_FAMILY) {
            throw new IOException(SocketErrors.NO_IPV6, new ErrnoException(ErrnoException.NO_FAMILY));
        }
        return Libc.check(socket);
    }
}

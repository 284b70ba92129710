package dev.sennit.transport.nio;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.JdkPathSockets;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.nio.socket.UnixErrors;
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

/** A connection of Unix sockets by path. A close has no reset: the peer sees an end, or a reset if it sent what was never read. */
final class UnixStream extends JdkStream {
    private final UnixAddress local;
    private final UnixAddress peer;

    /**
     * Takes a connection over.
     *
     * @param local this end, as it was asked for: the JDK knows only the path at which a socket was bound at first
     */
    private UnixStream(SocketChannel channel, UnixAddress local, UnixAddress peer) throws IOException {
        super(channel);
        this.local = local;
        this.peer = peer;
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
                JdkListener listener =
                        new JdkListener(channel, accepted -> new UnixStream(accepted, wanted, UnixAddress.UNNAMED));
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
    public UnixAddress local() {
        return local;
    }

    @Override
    public UnixAddress peer() {
        return peer;
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
                UnixStream stream = new UnixStream(channel, UnixAddress.UNNAMED, target);
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

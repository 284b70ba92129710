package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;

/** Unix sockets of the system itself: by path, by abstract name, by descriptor; for streams and for datagrams. */
final class LinuxSockets implements Sockets {
    private static final String OTHERS = "this reactor opens Unix sockets only; TCP is for the NioReactor";
    private static final String UNNAMED = "an unnamed socket has no place";

    @Override
    public Selector openSelector() throws IOException {
        Platform.require();
        return LinuxProvider.INSTANCE.openSelector();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        if (!(address instanceof UnixAddress unix) || unix.isUnnamed()) {
            throw unsupported(address, address instanceof UnixAddress ? UNNAMED : OTHERS, null);
        }
        requireSystem(unix);
        try {
            LinuxServerChannel channel = (LinuxServerChannel) LinuxProvider.INSTANCE.openServerSocketChannel();
            try {
                channel.configureBlocking(false);
                return unix.isAbstract() ? byName(channel, unix, options) : byPath(channel, unix, options);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(unix, failure);
        }
    }

    private static ListeningSockets byName(LinuxServerChannel channel, UnixAddress name, ListenOptions options)
            throws IOException {
        channel.listenAt(SocketNames.of(name), options.backlog());
        Address real = SocketNames.read(channel.descriptor(), false);
        return ListeningSockets.of(real, List.of(channel), LinuxStream.unix().withLocal(real));
    }

    private static ListeningSockets byPath(LinuxServerChannel channel, UnixAddress path, ListenOptions options)
            throws IOException {
        SocketPath held = SocketPath.bind(
                SocketNames.path(path),
                options.file(),
                LinuxPathSockets.INSTANCE,
                at -> channel.listenAt(SocketNames.ofPath(at), options.backlog()));
        LinuxStream kind = LinuxStream.unix().withLocal(path);
        return new ListeningSockets(path, List.of(channel), kind, held::removeSocket, held::unlock);
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        if (!(target instanceof UnixAddress unix) || unix.isUnnamed()) {
            String problem = target instanceof UnixAddress ? UNNAMED : OTHERS;
            throw new ConnectFailedException(target.toString(), ConnectFailedException.Kind.UNSUPPORTED, problem, null);
        }
        try {
            Platform.require();
        } catch (IOException failure) {
            throw new ConnectFailedException(
                    target.toString(), ConnectFailedException.Kind.UNSUPPORTED, failure.getMessage() + "", failure);
        }
        return new LinuxDialer(unix);
    }

    @Override
    public DatagramPort datagrams(Address local, DatagramOptions options) {
        if (!(local instanceof UnixAddress unix)) {
            throw unsupported(local, "this reactor opens Unix sockets only; UDP is for the NioReactor", null);
        }
        requireSystem(unix);
        return LinuxDatagrams.open(unix, options);
    }

    /**
     * A listening socket that another process or another part of this one opened. The descriptor is taken over, also if
     * this fails.
     */
    static ListeningSockets adopt(Descriptor descriptor) {
        String name = descriptor.name();
        try {
            Platform.require();
            int socket = descriptor.number();
            requireListening(name, socket);
            Address address = SocketNames.read(socket, false);
            Libc.check(Libc.makeNonBlocking(socket));
            LinuxServerChannel channel = new LinuxServerChannel(descriptor.release());
            channel.configureBlocking(false);
            boolean unix = address instanceof UnixAddress;
            LinuxStream kind = unix
                    ? LinuxStream.unix().withLocal(address)
                    : new LinuxStream("tcp", java.util.Optional.empty(), java.util.Optional.empty());
            return ListeningSockets.of(address, List.of(channel), kind);
        } catch (IOException failure) {
            throw new ListenFailedException(
                    name, ListenFailedException.Kind.UNSUPPORTED, failure.getMessage() + "", failure);
        } finally {
            descriptor.close();
        }
    }

    private static void requireListening(String name, int socket) throws IOException {
        int type;
        try {
            type = Watch.option(socket, Libc.SOL_SOCKET, Libc.SO_TYPE);
        } catch (ErrnoException failure) {
            throw new ListenFailedException(
                    name, ListenFailedException.Kind.UNSUPPORTED, "it is not a socket", failure);
        }
        if (type != Libc.STREAM) {
            throw new ListenFailedException(
                    name, ListenFailedException.Kind.UNSUPPORTED, "it is a socket, but not one for streams", null);
        }
        if (Watch.option(socket, Libc.SOL_SOCKET, Libc.SO_ACCEPTCONN) == 0) {
            throw new ListenFailedException(
                    name, ListenFailedException.Kind.UNSUPPORTED, "it is a socket that does not listen", null);
        }
    }

    private static void requireSystem(UnixAddress address) {
        try {
            Platform.require();
        } catch (IOException failure) {
            throw unsupported(address, failure.getMessage() + "", failure);
        }
    }

    private static ListenFailedException unsupported(
            Address address, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ListenFailedException(address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, cause);
    }
}

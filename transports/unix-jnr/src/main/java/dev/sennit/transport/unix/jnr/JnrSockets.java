package dev.sennit.transport.unix.jnr;

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
import dev.sennit.transport.nio.socket.PathSockets;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jnr.unixsocket.UnixServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Unix sockets on jnr-unixsocket, for streams and datagrams: by path, and on Linux by abstract name. They are a fallback: where
 * sennit-transport-unix runs, they open nothing unless {@link dev.sennit.transport.nio.NioSettings#withSockets} chooses them.
 */
public final class JnrSockets implements Sockets {
    private static final String OTHERS = "jnr-unixsocket opens Unix addresses only";
    private static final String FOREIGN = "abstract names are Linux's alone";

    /** Paths as long as the system allows. */
    static final PathSockets PATHS = new PathSockets() {
        @Override
        public int mostBytes() {
            return SocketName.MOST_PATH_BYTES;
        }

        @Override
        public void callOn(Path path) throws IOException {
            JnrStream.to(UnixAddress.of(path), SocketName.ofPath(path)).close();
        }
    };

    /** For the service loader, and for {@link dev.sennit.transport.nio.NioSettings#withSockets}. */
    public JnrSockets() {}

    /** Returns true for every Unix address, and false for descriptors. */
    @Override
    public boolean opens(Address address) {
        return address instanceof UnixAddress;
    }

    @Override
    public boolean isUsable() {
        return Host.isUsable();
    }

    @Override
    public boolean isFallback() {
        return true;
    }

    @Override
    public Poller openPoller() throws IOException {
        Host.require();
        return new PollPoller();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        UnixAddress unix = unix(address);
        if (unix.isUnnamed()) {
            throw unsupported(unix, UnixErrors.UNNAMED, null);
        }
        try {
            UnixServerSocketChannel channel = JnrListener.unbound();
            try {
                return unix.isAbstract() ? byName(channel, unix, options) : byPath(channel, unix, options);
            } catch (IOException | RuntimeException failure) {
                JnrSocket.closeQuietly(channel);
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(unix, failure);
        }
    }

    private static ListeningSockets byName(UnixServerSocketChannel channel, UnixAddress name, ListenOptions options)
            throws IOException {
        JnrListener.listen(channel, SocketName.of(name), options.backlog());
        UnixAddress real = SocketName.ofSocket(channel.getFD());
        return ListeningSockets.of(real, List.of(new JnrListener(channel, real)));
    }

    private static ListeningSockets byPath(UnixServerSocketChannel channel, UnixAddress path, ListenOptions options)
            throws IOException {
        JnrListener listener = new JnrListener(channel, path);
        SocketPath held = SocketPath.bind(
                SocketName.path(path),
                options.file(),
                PATHS,
                at -> JnrListener.listen(channel, SocketName.ofPath(at), options.backlog()));
        return new ListeningSockets(path, List.of(listener), held::removeSocket, held::unlock);
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        String problem;
        IOException cause = null;
        if (target instanceof UnixAddress unix) {
            problem = isForeign(unix) ? FOREIGN : UnixErrors.nowhere(unix);
        } else {
            problem = OTHERS;
        }
        try {
            Host.require();
        } catch (IOException failure) {
            problem = failure.getMessage() + "";
            cause = failure;
        }
        if (!problem.isEmpty()) {
            throw new ConnectFailedException(
                    target.toString(), ConnectFailedException.Kind.UNSUPPORTED, problem, cause);
        }
        return new Dialing((UnixAddress) target);
    }

    @Override
    public DatagramPort datagrams(Address local, DatagramOptions options) {
        return JnrDatagrams.open(unix(local), options);
    }

    /** Returns the address if it can be opened here. */
    private static UnixAddress unix(Address address) {
        try {
            Host.require();
        } catch (IOException failure) {
            throw unsupported(address, failure.getMessage() + "", failure);
        }
        if (!(address instanceof UnixAddress unix)) {
            throw unsupported(address, OTHERS, null);
        }
        if (isForeign(unix)) {
            throw unsupported(unix, FOREIGN, null);
        }
        return unix;
    }

    private static boolean isForeign(UnixAddress address) {
        return address.isAbstract() && !Host.LINUX;
    }

    private static ListenFailedException unsupported(Address address, String problem, @Nullable Throwable cause) {
        return new ListenFailedException(address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, cause);
    }

    /** Returns the name of the library, for the settings in logs. */
    @Override
    public String toString() {
        return "jnr-unixsocket";
    }

    /** A connection on its way out. */
    private record Dialing(UnixAddress target) implements Dialer {
        @Override
        public StreamChannel dial() throws IOException {
            return JnrStream.to(target, SocketName.of(target));
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

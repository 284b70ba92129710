package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramProtocolFactory;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.nio.socket.ListeningSockets;
import java.util.concurrent.Executor;

/**
 * The reactor of Linux's own Unix sockets: by path, by abstract name, and on descriptors that were handed over. Its
 * connections have the features {@link PeerCredentials} and {@link FileDescriptors}.
 *
 * <p>Elsewhere than on 64-bit Linux, or where jffi's library cannot be loaded, everything it is asked for fails as
 * unsupported, and says so. In all else it is a {@link NioReactor}; TCP and UDP are not opened here.
 *
 * <p>Datagrams: none is lost, and those of one sender stay in order. A receiver that takes none keeps nobody else from
 * being sent to, so far as the system allows: what waits in its queue counts for the sender's buffer, which is asked to be
 * large (SO_SNDBUF). A path is bound in place, and its file replaced as a listener's is. Descriptors and credentials that
 * come along are not taken: the system closes them.
 */
public final class UnixReactor implements Reactor {
    private final NioReactor reactor;

    /** Makes a reactor with the default settings; no thread runs yet. */
    public UnixReactor() {
        this(NioSettings.DEFAULT);
    }

    /** Makes a reactor; no thread runs yet. */
    public UnixReactor(NioSettings settings) {
        this.reactor = new NioReactor(settings, new LinuxSockets());
    }

    /** The reactor that is used where none is named. It is never shut down. */
    public static UnixReactor shared() {
        return Shared.REACTOR;
    }

    @Override
    public EventLoop nextLoop() {
        return reactor.nextLoop();
    }

    @Override
    public Executor workers() {
        return reactor.workers();
    }

    @Override
    public Deferred<Listener> listen(Address address, ListenOptions options, ProtocolFactory<?> factory) {
        return reactor.listen(address, options, factory);
    }

    /**
     * Listens on a socket that is bound and listening already: Unix or TCP. The reactor closes the descriptor, also if
     * this fails. Where other processes hold the socket too, it goes on to listen after the listener has been closed, and
     * connections wait for whoever accepts next.
     *
     * @param options of which the marks count; all else was settled by whoever opened it
     */
    public Deferred<Listener> listen(Descriptor socket, ListenOptions options, ProtocolFactory<?> factory) {
        ListeningSockets open;
        try {
            open = LinuxSockets.adopt(socket);
        } catch (ListenFailedException failure) {
            return Deferred.<Listener>failed(failure).on(nextLoop());
        }
        return reactor.listen(open, options, factory);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Address address, ConnectOptions options, ProtocolFactory<P> factory) {
        return reactor.connect(address, options, factory);
    }

    /**
     * Goes on with a connection that is open already: a stream socket, Unix or TCP. The reactor closes the descriptor, also
     * if this fails or is cancelled.
     *
     * @param options of which the marks count
     */
    public <P extends Protocol> Deferred<P> connect(
            Descriptor socket, ConnectOptions options, ProtocolFactory<P> factory) {
        String name = socket.name();
        // Where the loop never came to take it over: once it has, this is no longer open.
        return reactor.connect(name, new AdoptedDialer(name, socket), options, factory)
                .whenComplete((connected, failure) -> socket.close());
    }

    @Override
    public <P extends DatagramProtocol> Deferred<P> bind(
            Address local, DatagramOptions options, DatagramProtocolFactory<P> factory) {
        return reactor.bind(local, options, factory);
    }

    @Override
    public Deferred<Void> shutdown() {
        return reactor.shutdown();
    }

    @Override
    public Deferred<Void> ended() {
        return reactor.ended();
    }

    @Override
    public void close() {
        reactor.close();
    }

    @Override
    public String toString() {
        return "Unix" + reactor;
    }

    private static final class Shared {
        private static final UnixReactor REACTOR = new UnixReactor();
    }
}

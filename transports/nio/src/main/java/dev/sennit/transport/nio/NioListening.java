package dev.sennit.transport.nio;

import dev.sennit.transport.Acceptor;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The opening of a TCP listener.
 *
 * <p>Where the system can share a port among sockets each loop gets its own, and the system deals connections out
 * without a hand-over between threads. The port must all the same be ours alone: it is first bound without sharing,
 * which fails if anybody listens there, and only then opened for sharing among our own.
 */
record NioListening(
        List<NioLoop> loops, Supplier<NioLoop> dealt, SpareDescriptor spare, TcpAddress wanted, ListenOptions options) {
    private static final Logger LOG = System.getLogger(NioListening.class.getName());

    Deferred<Listener> open(ProtocolFactory<?> factory) {
        List<ServerSocketChannel> channels = new ArrayList<>();
        TcpAddress bound;
        try {
            bound = bindAll(channels);
        } catch (IOException failure) {
            closeAll(channels);
            return Deferred.failed(SocketErrors.listen(wanted.toString(), failure));
        }
        Acceptor acceptor;
        try {
            acceptor = new Acceptor(factory);
        } catch (RuntimeException | Error failure) {
            closeAll(channels);
            return Deferred.failed(new ListenFailed(
                    wanted.toString(), ListenFailed.Kind.FACTORY, "its factory could not start: " + failure, failure));
        }
        return openDoors(channels, acceptor, bound);
    }

    private Deferred<Listener> openDoors(List<ServerSocketChannel> channels, Acceptor acceptor, TcpAddress bound) {
        boolean shared = channels.size() > 1;
        List<Door> doors = new ArrayList<>();
        List<Deferred<Void>> opening = new ArrayList<>();
        AtomicInteger open = new AtomicInteger(channels.size());
        Runnable whenShut = () -> {
            if (open.decrementAndGet() == 0) {
                acceptor.shut();
                spare.release();
            }
        };
        spare.hold();
        for (ServerSocketChannel channel : channels) {
            NioLoop loop = shared ? loops.get(doors.size()) : dealt.get();
            Door door = new Door(loop, channel, options, acceptor, shared ? () -> loop : dealt, spare, whenShut);
            doors.add(door);
            Deferred.Source<Void> opened = new Deferred.Source<>(loop);
            opening.add(opened.deferred());
            try {
                loop.execute(() -> open(door, opened));
            } catch (RejectedExecutionException | UncheckedIOException failure) {
                opened.fail(SocketErrors.listen(
                        wanted.toString(), new IOException("its loop cannot start: " + failure.getMessage(), failure)));
            }
        }
        NioListener listener = new NioListener(bound, acceptor, doors);
        return Deferred.all(opening)
                .handle((none, failure) -> failure == null
                        ? Deferred.<Listener>of(listener)
                        : listener.close().thenCompose(closed -> Deferred.<Listener>failed(failure)))
                .thenCompose(answer -> answer);
    }

    private void open(Door door, Deferred.Source<Void> opened) {
        try {
            door.open();
            opened.succeed(null);
        } catch (IOException failure) {
            opened.fail(SocketErrors.listen(wanted.toString(), failure));
        }
    }

    private TcpAddress bindAll(List<ServerSocketChannel> channels) throws IOException {
        ServerSocketChannel first = openChannel();
        channels.add(first);
        boolean canShare = first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        if (options.reusePort() && !canShare) {
            throw new IOException("this system cannot share a port (SO_REUSEPORT)");
        }
        boolean onePerLoop = canShare && loops.size() > 1;
        if (!onePerLoop && !options.reusePort()) {
            bind(first, toBind());
            return TcpAddress.of((InetSocketAddress) first.getLocalAddress());
        }
        InetSocketAddress address = options.reusePort() ? toBind() : unusedAddress();
        first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        bind(first, address);
        InetSocketAddress real = (InetSocketAddress) first.getLocalAddress();
        while (onePerLoop && channels.size() < loops.size()) {
            ServerSocketChannel next = openChannel();
            channels.add(next);
            next.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            bind(next, new InetSocketAddress(address.getAddress(), real.getPort()));
        }
        return TcpAddress.of(real);
    }

    /** The address wanted; "::" for both IP versions also where the machine has only one. */
    private InetSocketAddress toBind() {
        boolean everywhere = options.family() == Family.ANY && wanted.ip().isAnyLocalAddress();
        return everywhere ? new InetSocketAddress(wanted.port()) : wanted.toSocketAddress();
    }

    /** The address wanted, with a port that nobody listens on at this moment. */
    private InetSocketAddress unusedAddress() throws IOException {
        // A client's channel: it can be bound without listening, so nobody connects to it by mistake.
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(toBind());
            int port = ((InetSocketAddress) probe.getLocalAddress()).getPort();
            return new InetSocketAddress(toBind().getAddress(), port);
        }
    }

    private ServerSocketChannel openChannel() throws IOException {
        ServerSocketChannel channel = options.family() == Family.IPV4
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.configureBlocking(false);
        return channel;
    }

    private void bind(ServerSocketChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.bind(address, options.backlog());
        } catch (UnsupportedAddressTypeException wrongFamily) {
            throw new IOException("not an IPv4 address", wrongFamily);
        }
    }

    private static void closeAll(List<ServerSocketChannel> channels) {
        for (ServerSocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "closing " + channel, failure);
            }
        }
    }
}

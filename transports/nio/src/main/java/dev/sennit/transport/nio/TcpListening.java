package dev.sennit.transport.nio;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.SocketErrors;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets of a TCP listener.
 *
 * <p>Where the system can share a port among sockets each loop gets its own, and the system deals connections out
 * without a hand-over between threads. The port must all the same be ours alone: it is first bound without sharing,
 * which fails if anybody listens there, and only then opened for sharing among our own.
 */
record TcpListening(TcpAddress wanted, ListenOptions options, int loops) {
    ListeningSockets open() {
        List<JdkListener> channels = new ArrayList<>();
        try {
            TcpAddress bound = bindAll(channels);
            return ListeningSockets.of(bound, channels);
        } catch (UnsupportedAddressTypeException wrongFamily) {
            close(channels);
            throw SocketErrors.listen(wanted.toString(), new IOException(SocketErrors.NO_IPV6, wrongFamily));
        } catch (IOException failure) {
            close(channels);
            throw SocketErrors.listen(wanted.toString(), failure);
        } catch (RuntimeException | Error failure) {
            close(channels);
            throw failure;
        }
    }

    private void close(List<JdkListener> channels) {
        ListeningSockets.of(wanted, channels).close();
    }

    private TcpAddress bindAll(List<JdkListener> channels) throws IOException {
        ServerSocketChannel first = openChannel(channels);
        boolean canShare = first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        if (options.reusePort() && !canShare) {
            throw new IOException("this system cannot share a port (SO_REUSEPORT)");
        }
        boolean onePerLoop = canShare && loops > 1;
        if (!onePerLoop && !options.reusePort()) {
            first.bind(toBind(), options.backlog());
            return TcpAddress.of((InetSocketAddress) first.getLocalAddress());
        }
        InetSocketAddress address = options.reusePort() ? toBind() : unusedAddress();
        first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        first.bind(address, options.backlog());
        InetSocketAddress real = (InetSocketAddress) first.getLocalAddress();
        while (onePerLoop && channels.size() < loops) {
            ServerSocketChannel next = openChannel(channels);
            next.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            next.bind(new InetSocketAddress(address.getAddress(), real.getPort()), options.backlog());
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

    private ServerSocketChannel openChannel(List<JdkListener> channels) throws IOException {
        ServerSocketChannel channel = options.family() == Family.IPV4
                ? ServerSocketChannel.open(StandardProtocolFamily.INET)
                : ServerSocketChannel.open();
        TcpStream.Options begin = new TcpStream.Options(options.family(), options.noDelay(), options.keepAlive());
        channels.add(new JdkListener(channel, accepted -> new TcpStream(accepted, begin)));
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return channel;
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** TCP connections with these options. */
record TcpStream(Family family, boolean noDelay, boolean keepAlive) implements StreamKind {
    @Override
    public String word() {
        return "tcp";
    }

    @Override
    public boolean welcome(SocketChannel accepted) throws IOException {
        if (isUnwanted(accepted)) {
            return false;
        }
        tune(accepted);
        return true;
    }

    void tune(SocketChannel channel) throws IOException {
        if (noDelay) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (keepAlive) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** The JDK opens every IPv6 socket for IPv4 as well. */
    private boolean isUnwanted(SocketChannel accepted) throws IOException {
        return family == Family.IPV6
                && accepted.getRemoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress() instanceof Inet4Address;
    }

    @Override
    public Address local(SocketChannel channel) throws IOException {
        return TcpAddress.of((InetSocketAddress) channel.getLocalAddress());
    }

    @Override
    public Address peer(SocketChannel channel) throws IOException {
        return TcpAddress.of((InetSocketAddress) channel.getRemoteAddress());
    }

    @Override
    public void resetOnClose(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, SocketChannel channel, Outlet outlet) {
        return type == TcpSocket.class ? Optional.of(type.cast(new Options(channel))) : Optional.empty();
    }

    /** What can be set on the open socket. */
    private record Options(SocketChannel channel) implements TcpSocket {
        @Override
        public void noDelay(boolean on) {
            set(StandardSocketOptions.TCP_NODELAY, on);
        }

        @Override
        public void keepAlive(boolean on) {
            set(StandardSocketOptions.SO_KEEPALIVE, on);
        }

        private <T> void set(SocketOption<T> option, T value) {
            try {
                channel.setOption(option, value);
            } catch (IOException failure) {
                throw new IllegalStateException(
                        "the connection is closed; " + option.name() + " cannot be set", failure);
            }
        }
    }
}

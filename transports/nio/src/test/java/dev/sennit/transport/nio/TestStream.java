package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** TCP connections without options, of which a test changes what it is about. */
class TestStream implements StreamKind {
    @Override
    public String word() {
        return "test";
    }

    @Override
    public boolean welcome(SocketChannel accepted) {
        return true;
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
    public void resetOnClose(SocketChannel channel) throws IOException {}

    @Override
    public <T> Optional<T> feature(Class<T> type, SocketChannel channel, Outlet outlet) {
        return Optional.empty();
    }
}

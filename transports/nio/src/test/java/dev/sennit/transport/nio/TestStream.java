package dev.sennit.transport.nio;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A TCP connection without options, of which a test changes what it is about. */
class TestStream extends JdkStream {
    TestStream(SocketChannel channel) throws IOException {
        super(channel);
    }

    @Override
    public Ends ends() throws IOException {
        return Ends.of(TcpAddress.of((InetSocketAddress) channel.getLocalAddress()), TcpAddress.of((InetSocketAddress)
                channel.getRemoteAddress()));
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "test";
    }
}

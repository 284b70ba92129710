package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Poller;
import dev.sennit.transport.nio.socket.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/** The JDK's sockets, of which a test changes what it is about: the pollers, and what listeners accept. */
class TestSockets implements Sockets {
    private final JdkListener.Accepting accepting;

    TestSockets(JdkListener.Accepting accepting) {
        this.accepting = accepting;
    }

    TestSockets() {
        this(TestStream::new);
    }

    @Override
    public boolean opens(Address address) {
        return JdkSockets.INSTANCE.opens(address);
    }

    @Override
    public boolean isUsable() {
        return true;
    }

    @Override
    public Poller openPoller() throws IOException {
        return JdkSockets.INSTANCE.openPoller();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(((TcpAddress) address).toSocketAddress(), options.backlog());
            return ListeningSockets.of(
                    TcpAddress.of((InetSocketAddress) channel.getLocalAddress()),
                    List.of(new JdkListener(channel, accepting)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        return JdkSockets.INSTANCE.dialer(target, options);
    }
}

package dev.sennit.transport.unix;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Opens the selectors and sockets of this package. */
final class LinuxProvider extends SelectorProvider {
    static final LinuxProvider INSTANCE = new LinuxProvider();

    private LinuxProvider() {}

    @Override
    public AbstractSelector openSelector() throws IOException {
        return new EpollSelector(this);
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return new LinuxServerChannel(Libc.check(Libc.socket(Libc.UNIX, Libc.STREAM)));
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return new LinuxChannel(Libc.check(Libc.socket(Libc.UNIX, Libc.STREAM)));
    }

    LinuxDatagramChannel openDatagrams() throws IOException {
        return new LinuxDatagramChannel(Libc.check(Libc.socket(Libc.UNIX, Libc.DATAGRAM)));
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        throw new UnsupportedOperationException("datagrams go by name, see openDatagrams");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        throw new UnsupportedOperationException("datagrams go by name, see openDatagrams");
    }

    @Override
    public Pipe openPipe() {
        throw new UnsupportedOperationException("sockets only");
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.StreamKind;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** A connection to a Unix path on its way out: it is open at once, or refused, or the peer's queue is full. */
record UnixDialer(UnixAddress target) implements Dialer {
    @Override
    public SocketChannel open() throws IOException {
        return SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    public boolean connect(SocketChannel channel) throws IOException {
        return channel.connect(UnixDomainSocketAddress.of(target.path()));
    }

    @Override
    public boolean isBusy(IOException failure) {
        return UnixErrors.isBusy(failure);
    }

    @Override
    public ConnectFailedException failed(IOException failure) {
        return UnixErrors.connect(target, failure);
    }

    @Override
    public StreamKind kind() {
        return new UnixStream(UnixAddress.UNNAMED, target);
    }
}

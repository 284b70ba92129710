package dev.sennit.transport.unix;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.StreamKind;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A connection to a Unix socket on its way out: open at once, or refused, or the peer's queue is full. */
record LinuxDialer(UnixAddress target) implements Dialer {
    @Override
    public SocketChannel open() throws IOException {
        return LinuxProvider.INSTANCE.openSocketChannel();
    }

    @Override
    public boolean connect(SocketChannel channel) throws IOException {
        ((LinuxChannel) channel).connectTo(SocketNames.of(target));
        return true;
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
        return LinuxStream.unix().withLocal(UnixAddress.UNNAMED).withPeer(target);
    }
}

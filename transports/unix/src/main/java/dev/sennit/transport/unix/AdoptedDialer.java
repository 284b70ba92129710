package dev.sennit.transport.unix;

import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection that is open already. */
record AdoptedDialer(String name, Descriptor descriptor) implements Dialer {
    @Override
    public SocketChannel open() throws IOException {
        try {
            Libc.require();
            Watch.option(descriptor.number(), Libc.SOL_SOCKET, Libc.SO_TYPE);
            SocketNames.read(descriptor.number(), true);
            Libc.check(Libc.makeNonBlocking(descriptor.number()));
            return new LinuxChannel(descriptor.release());
        } finally {
            descriptor.close();
        }
    }

    @Override
    public boolean connect(SocketChannel channel) {
        return true;
    }

    @Override
    public boolean isBusy(IOException failure) {
        return false;
    }

    @Override
    public ConnectFailed failed(IOException failure) {
        return new ConnectFailed(
                name, ConnectFailed.Kind.UNSUPPORTED, "it is no connected socket: " + failure.getMessage(), failure);
    }

    @Override
    public StreamKind kind() {
        return new LinuxStream("adopted", Optional.empty(), Optional.empty());
    }
}

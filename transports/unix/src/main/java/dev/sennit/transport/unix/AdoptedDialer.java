package dev.sennit.transport.unix;

import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** A connection that is open already. */
record AdoptedDialer(String name, Descriptor descriptor) implements Dialer {
    @Override
    public SocketChannel open() throws IOException {
        Platform.require();
        LinuxChannel channel = new LinuxChannel(descriptor.release());
        try {
            int socket = channel.number();
            if (Watch.option(socket, Libc.SOL_SOCKET, Libc.SO_TYPE) != Libc.STREAM) {
                throw new IOException("it is not one for streams");
            }
            SocketNames.read(socket, true);
            Libc.check(Libc.makeNonBlocking(socket));
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
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
    public ConnectFailedException failed(IOException failure) {
        return new ConnectFailedException(
                name,
                ConnectFailedException.Kind.UNSUPPORTED,
                "it is no connected socket: " + failure.getMessage(),
                failure);
    }

    @Override
    public StreamKind kind() {
        return new LinuxStream("adopted", Optional.empty(), Optional.empty());
    }
}

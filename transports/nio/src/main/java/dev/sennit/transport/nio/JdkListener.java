package dev.sennit.transport.nio;

import dev.sennit.transport.nio.socket.ListeningChannel;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A listening socket of the JDK's. */
final class JdkListener extends JdkPoller.Channel<ServerSocketChannel> implements ListeningChannel {
    private final Accepting accepting;

    /** Takes the channel over, and keeps it from blocking. */
    JdkListener(ServerSocketChannel channel, Accepting accepting) throws IOException {
        super(channel);
        this.accepting = accepting;
        channel.configureBlocking(false);
    }

    /** Makes a stream of a connection just accepted. */
    interface Accepting {
        StreamChannel stream(SocketChannel accepted) throws IOException;
    }

    @Override
    public @Nullable StreamChannel accept() throws IOException {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
            return null;
        }
        try {
            return accepting.stream(accepted);
        } catch (Throwable failure) {
            accepted.close();
            throw failure;
        }
    }

    @Override
    public String toString() {
        return String.valueOf(channel);
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.JdkPathSockets;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.SocketPath;
import dev.sennit.transport.nio.socket.UnixErrors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;

/** The socket of a listener on a Unix path. */
record UnixListening(UnixAddress wanted, ListenOptions options) {
    ListeningSockets open() {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                SocketPath held = SocketPath.bind(
                        wanted.path(),
                        options.file(),
                        JdkPathSockets.INSTANCE,
                        at -> channel.bind(UnixDomainSocketAddress.of(at), options.backlog()));
                UnixStream kind = new UnixStream(wanted, UnixAddress.UNNAMED);
                return new ListeningSockets(wanted, List.of(channel), kind, held::removeSocket, held::unlock);
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw UnixErrors.listen(wanted, failure);
        }
    }
}

package dev.sennit.transport.unix;

import dev.sennit.transport.nio.socket.PathSockets;
import java.io.IOException;
import java.nio.file.Path;

/** Linux's own sockets, whose paths are as long as the system takes. */
enum LinuxPathSockets implements PathSockets {
    INSTANCE;

    @Override
    public int mostBytes() {
        return SocketNames.MOST_NAME_BYTES;
    }

    @Override
    public void callOn(Path path) throws IOException {
        try (LinuxChannel caller = (LinuxChannel) LinuxProvider.INSTANCE.openSocketChannel()) {
            caller.configureBlocking(false);
            caller.connectTo(SocketNames.ofPath(path));
        }
    }
}

package dev.sennit.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.UnixAddress;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor that epoll refuses harms no other of its selector, and is asked for again. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class EpollShortageTest {
    @Test
    void oneThatIsRefusedIsNotInTheWayOfTheOthers(@TempDir Path home) throws Exception {
        // Regular files are refused always, sockets where the machine has no room for more.
        Path file = Files.createFile(home.resolve("file"));
        UnixAddress address = UnixAddress.of(home.resolve("socket"));
        try (EpollSelector selector = (EpollSelector) LinuxProvider.INSTANCE.openSelector();
                LinuxServerChannel door = (LinuxServerChannel) LinuxProvider.INSTANCE.openServerSocketChannel();
                LinuxChannel peer = (LinuxChannel) LinuxProvider.INSTANCE.openSocketChannel();
                LinuxChannel refused = new LinuxChannel(Descriptor.open(file).release())) {
            door.configureBlocking(false);
            refused.configureBlocking(false);
            door.listenAt(SocketNames.of(address), 1);
            peer.connectTo(SocketNames.of(address));
            refused.register(selector, SelectionKey.OP_READ);
            SelectionKey served = door.register(selector, SelectionKey.OP_ACCEPT);

            List<SelectionKey> ready = new ArrayList<>();
            selector.select(ready::add, 0);
            selector.selectNow(ready::add);

            assertEquals(List.of(served, served), ready);
        }
    }
}

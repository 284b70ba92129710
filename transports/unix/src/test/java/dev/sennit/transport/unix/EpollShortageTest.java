package dev.sennit.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.Poller;
import java.nio.channels.SelectionKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor that epoll refuses harms no other of its poller, and is asked for again. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class EpollShortageTest {
    @Test
    void oneThatIsRefusedIsNotInTheWayOfTheOthers(@TempDir Path home) throws Exception {
        // Regular files are refused always, sockets where the machine has no room for more.
        Path file = Files.createFile(home.resolve("file"));
        UnixAddress address = UnixAddress.of(home.resolve("socket"));
        try (LinuxSockets.LinuxListener door = (LinuxSockets.LinuxListener) new LinuxSockets()
                        .listen(address, ListenOptions.DEFAULT, 1)
                        .channels()
                        .get(0);
                LinuxStream peer = LinuxStream.to(address, SocketNames.of(address));
                LinuxStream refused = new LinuxStream(Descriptor.open(file).release(), "refused", null, null)) {
            EpollPoller poller = new EpollPoller();
            Handler served = new Handler();
            poller.register(refused, SelectionKey.OP_READ, new Handler());
            poller.register(door, SelectionKey.OP_ACCEPT, served);

            for (long millis : new long[] {Poller.FOREVER, 0}) {
                assertEquals(1, poller.poll(millis));
                assertSame(served, poller.ready(0));
                assertEquals(SelectionKey.OP_ACCEPT, poller.readyOps(0));
            }
            assertTrue(peer.isOpen());
            poller.close();
        }
    }

    private static final class Handler implements PollHandler {
        @Override
        public void ready(int ops) {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void free() {}

        @Override
        public void loopEnds(@Nullable Throwable failure) {}
    }
}

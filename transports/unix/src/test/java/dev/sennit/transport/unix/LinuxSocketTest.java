package dev.sennit.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A descriptor is not closed, and its number given to another, while somebody asks something of it. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class LinuxSocketTest {
    @Test
    void isClosedOnlyWhenWhatIsAskedHasBeenAnswered() throws Exception {
        LinuxSocket socket = new LinuxSockets.LinuxListener(
                Descriptor.open(Path.of("/dev/null")).release(), null);
        Path entry = Path.of("/proc/self/fd/" + socket.number);
        CountDownLatch asking = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            awaitQuietly(asking);
            socket.close();
        });
        closing.start();

        AtomicReference<Boolean> open = new AtomicReference<>();
        socket.ask(descriptor -> {
            asking.countDown();
            awaitWaiting(closing);
            open.set(Files.exists(entry));
            return descriptor;
        });

        assertEquals(true, open.get(), "it was closed while it was asked");
        closing.join();
        assertThrows(ClosedChannelException.class, () -> socket.ask(descriptor -> descriptor));
    }

    /** Until the thread waits for its turn, or has ended. */
    private static void awaitWaiting(Thread thread) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (thread.getState() != Thread.State.BLOCKED && thread.isAlive()) {
            assertTrue(System.nanoTime() < deadline, "the thread neither waits nor ends");
            Thread.onSpinWait();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

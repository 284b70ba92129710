package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.MemoryBudget;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection has to send, and the pool from which connections of one loop take turns to have one. */
class OutgoingTest {
    private final NioLoop loop = new NioLoop(
            "loop",
            NioSettings.DEFAULT,
            new LoopGroup.Home(
                    JdkSockets.INSTANCE, new MemoryBudget(Long.MAX_VALUE), () -> {}, failure -> {}, work -> {}),
            NioLoop.IDLE_MILLIS);

    @Test
    void aWriteThatFoundNoMemoryIsNotTheNextConnections(@TempDir Path folder) throws Exception {
        Outgoing first = loop.spareOutgoing.take();
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("long").toFile(), "rw")) {
            file.setLength(Integer.MAX_VALUE);
            ByteBuffer longest = file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, Integer.MAX_VALUE);
            assertThrows(OutOfMemoryError.class, () -> first.add(longest, false));
        }
        assertEquals(0, first.pendingBytes());
        assertEquals(loop.spareOutgoing.nothing(), loop.spareOutgoing.giveBack(first));

        assertEquals(0, loop.spareOutgoing.take().pendingBytes());
    }
}

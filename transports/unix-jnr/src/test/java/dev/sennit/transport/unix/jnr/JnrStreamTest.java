package dev.sennit.transport.unix.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ends of a connection. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class JnrStreamTest {
    private final UnixAddress address;
    private JnrListener listener;
    private JnrStream client;
    private JnrStream server;

    JnrStreamTest(@TempDir Path home) {
        address = UnixAddress.of(home.resolve("x"));
    }

    @BeforeEach
    void open() throws IOException {
        listener = (JnrListener) new JnrSockets()
                .listen(address, ListenOptions.DEFAULT, 1)
                .channels()
                .get(0);
        assertNull(listener.accept());
        client = JnrStream.to(address, SocketName.of(address));
        server = Objects.requireNonNull(listener.accept());
    }

    @AfterEach
    void close() {
        listener.close();
        client.close();
        server.close();
    }

    private static ByteBuffer buffer(boolean direct, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
        return buffer.put(bytes).flip();
    }

    private String readAll() throws IOException {
        ByteBuffer into = ByteBuffer.allocateDirect(1 << 20).position(7);
        int count = server.read(into);
        assertEquals(7 + Math.max(0, count), into.position());
        return count < 0
                ? "end"
                : StandardCharsets.US_ASCII.decode(into.flip().position(7)).toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMiddleOfABufferIsSent(boolean direct) throws IOException {
        ByteBuffer data = buffer(direct, "abcdef").position(2).limit(5).asReadOnlyBuffer();
        assertEquals(3, client.write(data));
        assertEquals(5, data.position());
        assertEquals("cde", readAll());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPairOfBuffersIsSentInOrder(boolean direct) throws IOException {
        ByteBuffer[] pair = {buffer(true, "first"), buffer(direct, "second")};
        assertEquals(11, client.write(pair));
        assertFalse(pair[0].hasRemaining() || pair[1].hasRemaining());
        assertEquals("firstsecond", readAll());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFindsNoRoomStaysInTheBuffer(boolean direct) throws IOException {
        ByteBuffer data = direct ? ByteBuffer.allocateDirect(1 << 24) : ByteBuffer.allocate(1 << 24);
        int taken = client.write(data);
        assertTrue(taken > 0 && taken < data.capacity(), taken + " bytes");
        assertEquals(taken, data.position());
        assertEquals(0, client.write(data));
        assertEquals(taken, data.position());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWriteThatFailsLeavesTheBufferAsItWas(boolean direct) throws IOException {
        // The channel of jnr-unixsocket 0.39.9 moves its position to the end.
        server.close();
        ByteBuffer data = buffer(direct, "lost");
        assertEquals(
                "Broken pipe",
                assertThrows(ErrnoException.class, () -> client.write(data)).getMessage());
        assertEquals(0, data.position());
    }

    @Test
    void anEndIsToldAgainAndAgainAndTheOtherWayStaysOpen() throws IOException {
        client.write(buffer(true, "last"));
        client.shutdownOutput();
        client.shutdownOutput();
        assertEquals("last", readAll());
        assertEquals("end", readAll());
        assertEquals("end", readAll());
        assertEquals(2, server.write(buffer(true, "on")));
        assertEquals(2, client.read(ByteBuffer.allocateDirect(10)));
        assertEquals(0, client.read(ByteBuffer.allocateDirect(10)));
        assertThrows(ErrnoException.class, () -> client.write(buffer(true, "x")));
    }

    @Test
    void theOutputCanBeEndedAfterThePeerHasGone() throws IOException {
        server.close();
        client.shutdownOutput();
        assertEquals(-1, client.read(ByteBuffer.allocateDirect(1)));
    }

    @Test
    void noRoomToReadIntoIsNoEnd() throws IOException {
        client.write(buffer(true, "x"));
        assertEquals(0, server.read(ByteBuffer.allocateDirect(0)));
        assertEquals("x", readAll());
    }

    @Test
    void aSecondCloseHarmsNobodyElse() throws IOException {
        client.close();
        JnrStream next = JnrStream.to(address, SocketName.of(address));
        client.close();
        assertEquals(1, next.write(buffer(true, "x")));
        assertThrows(ClosedChannelException.class, () -> client.read(ByteBuffer.allocateDirect(1)));
        assertThrows(ClosedChannelException.class, () -> client.write(buffer(true, "x")));
        assertThrows(ClosedChannelException.class, client::shutdownOutput);
        next.close();
    }

    @Test
    void aPeerThatLeftWhatItHadNotReadHasReset() throws IOException {
        client.write(buffer(true, "unread"));
        server.close();
        assertEquals(
                "Connection reset by peer",
                assertThrows(ErrnoException.class, () -> client.read(ByteBuffer.allocateDirect(1)))
                        .getMessage());
    }
}

package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.testing.ExpectedLog;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of connections, in words. */
class CloseReasonTest {
    private static final Ending ENDING =
            new Ending(By.PEER, Phase.OPEN, new Traffic(1200, 7, 0, Duration.ofMillis(35)));

    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    @Test
    void printsAsAFewWords() {
        String circumstances = "by the peer while open, 1200 bytes received and 7 sent in 35 ms";

        assertEquals("ended " + circumstances, new CloseReason.Clean(ENDING).toString());
        assertEquals("aborted " + circumstances, new CloseReason.Aborted(ENDING).toString());
        assertEquals(
                "broken " + circumstances + ": the peer reset the connection",
                new CloseReason.Broken(new ConnectionBrokenException("the peer reset the connection", null), ENDING)
                        .toString());
        assertEquals(
                "broken " + circumstances + ": java.lang.IllegalStateException: a bug",
                new CloseReason.Broken(new IllegalStateException("a bug"), ENDING).toString());
    }

    @Test
    void aProtocolOfAnAnonymousClassHasANameInLogs() {
        Protocol anonymous = new Protocol() {
            @Override
            public void dataReceived(ByteBuffer data) {}
        };

        assertEquals("CloseReasonTest$1", ConnectionCalls.nameOf(anonymous));
        assertEquals("Refusal", ConnectionCalls.nameOf(new Refusal("no")));
    }

    @Test
    @SuppressWarnings("NullAway") // as from code that knows no annotations
    void aFactoryThatReturnsNullIsToldSo() {
        log.expect("the factory returned null");
        MemoryNetwork network = MemoryNetwork.seeded(1);
        MemoryHost server = network.host("server");
        network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> data -> {}));

        NullPointerException failure = assertThrows(
                NullPointerException.class,
                () -> network.await(network.host("client")
                        .connect(server.address(7), ConnectOptions.DEFAULT, transport -> (Protocol) null)));

        assertTrue(Objects.requireNonNull(failure.getMessage()).startsWith("the factory returned null, "));
    }
}

package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.Connection;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One direction ends, the other goes on. */
public abstract class HalfCloseContract extends ContractTest {
    @Test
    void T7_endOutputLetsReceivingGoOn() {
        open(Script.idle(), Script.staysOpen());
        on(client, () -> client.writeAndEnd(Bytes.utf8("question")));
        waitFor("the end came", () -> server.heard("inputEnded"));
        assertEquals(Bytes.utf8("question"), server.received());
        on(server, () -> server.writeAndClose(pattern(0, 1 << 20)));
        waitForEnd(client, server);
        assertPattern(1 << 20, client.received());
        assertEnded(Clean.class, By.PEER, client);
    }

    @Test
    void T7_endOutputFromTheAcceptingSide() {
        open(Script.staysOpen(), Script.staysOpen().onMade(probe -> {
            probe.write("greeting");
            probe.transport().endOutput();
            probe.transport().endOutput();
        }));
        waitFor("the end came", () -> client.heard("inputEnded"));
        on(client, () -> client.writeAndEnd(Bytes.utf8("answer")));
        waitForEnd(client, server);
        assertEquals(Bytes.utf8("answer"), server.received());
        assertEquals(Bytes.utf8("greeting"), client.received());
        assertSame(Clean.class, client.reason().getClass());
        assertSame(Clean.class, server.reason().getClass());
    }

    @Test
    void T4_closeAfterTheOutputEndedWaitsForNoPeerThatStaysOpen() {
        open(Script.idle(), Script.staysOpen());
        on(client, () -> client.transport().endOutput());
        waitFor("the end came", () -> server.heard("inputEnded"));
        settle(client, server);
        on(client, client::close);
        waitForEnd(Clean.class, By.US, client);
        on(server, server::abort);
    }

    @Test
    void endingTheOutputAfterThePeerClosedIsSilent() {
        open(Script.idle(), Script.staysOpen());
        on(client, client::close);
        waitFor("the end came", () -> server.heard("inputEnded"));
        on(server, () -> {
            server.transport().endOutput();
            server.transport().endOutput();
        });
        waitForEnd(client, server);
        assertEnded(Clean.class, By.PEER, server);
    }

    @Test
    void T9_whoTakesOverAfterTheEndOfInputHearsOfItToo() {
        open(Script.idle(), Script.staysOpen());
        on(client, () -> client.transport().endOutput());
        waitFor("the end was heard", () -> server.heard("inputEnded"));
        on(server, () -> Connection.of(server.transport())
                .replace(serverProbes(Script.idle()), ByteBuffer.allocate(0)));
        waitForEnd(accepted(1), client);
        assertEquals(List.of("made", "inputEnded", "lost"), accepted(1).events());
    }
}

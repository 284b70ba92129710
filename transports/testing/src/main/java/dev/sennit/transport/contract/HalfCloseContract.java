package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Clean;
import dev.sennit.transport.Connection;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** One direction ends, the other goes on. */
public abstract class HalfCloseContract extends ContractTest {
    @Test
    void T7_endOutputLetsReceivingGoOn() {
        Pair pair = open(Script.idle(), Script.staysOpen());
        on(pair.client(), () -> {
            pair.client().write("question");
            pair.client().transport().endOutput();
        });
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        assertEquals(Bytes.utf8("question"), pair.server().received());
        on(pair.server(), () -> {
            pair.server().write(pattern(0, 1 << 20));
            pair.server().close();
        });
        waitForEnd(pair.client(), pair.server());
        assertPattern(1 << 20, pair.client().received());
        assertEnded(Clean.class, By.PEER, pair.client());
    }

    @Test
    void T7_endOutputFromTheAcceptingSide() {
        Pair pair = open(Script.staysOpen(), Script.staysOpen().onMade(probe -> {
            probe.write("greeting");
            probe.transport().endOutput();
            probe.transport().endOutput();
        }));
        waitFor("the end came", () -> pair.client().heard("inputEnded"));
        on(pair.client(), () -> {
            pair.client().write("answer");
            pair.client().transport().endOutput();
        });
        waitForEnd(pair.client(), pair.server());
        assertEquals(Bytes.utf8("answer"), pair.server().received());
        assertEquals(Bytes.utf8("greeting"), pair.client().received());
        assertSame(Clean.class, pair.client().reason().getClass());
        assertSame(Clean.class, pair.server().reason().getClass());
    }

    @Test
    void T4_closeAfterTheOutputEndedWaitsForNoPeerThatStaysOpen() {
        Pair pair = open(Script.idle(), Script.staysOpen());
        on(pair.client(), () -> pair.client().transport().endOutput());
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        settle(pair.client(), pair.server());
        on(pair.client(), pair.client()::close);
        waitForEnd(pair.client());
        assertEnded(Clean.class, By.US, pair.client());
        on(pair.server(), pair.server()::abort);
    }

    @Test
    void endingTheOutputAfterThePeerClosedIsSilent() {
        Pair pair = open(Script.idle(), Script.staysOpen());
        on(pair.client(), pair.client()::close);
        waitFor("the end came", () -> pair.server().heard("inputEnded"));
        on(pair.server(), () -> {
            pair.server().transport().endOutput();
            pair.server().transport().endOutput();
        });
        waitForEnd(pair.client(), pair.server());
        assertEnded(Clean.class, By.PEER, pair.server());
    }

    @Test
    void T9_whoTakesOverAfterTheEndOfInputHearsOfItToo() {
        List<Probe> second = new CopyOnWriteArrayList<>();
        Pair pair = open(Script.idle(), Script.staysOpen());
        on(pair.client(), () -> pair.client().transport().endOutput());
        waitFor("the end was heard", () -> pair.server().heard("inputEnded"));
        on(pair.server(), () -> Connection.of(pair.server().transport())
                .replace(
                        transport -> {
                            second.add(new Probe(transport, Script.idle(), witness()));
                            return second.get(0);
                        },
                        ByteBuffer.allocate(0)));
        waitForEnd(second.get(0), pair.client());
        assertEquals(List.of("made", "inputEnded", "lost"), second.get(0).events());
    }
}

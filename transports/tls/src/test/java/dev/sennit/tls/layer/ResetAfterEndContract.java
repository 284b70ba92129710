package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a peer's TCP reset means to the side that hears it: a clean end once close_notify has passed both ways and no data of
 * ours is lost with it, else a broken connection. The peer is a server whose carrier resets where it should end.
 */
abstract class ResetAfterEndContract extends ContractTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final List<Resetting> carriers = new ArrayList<>();

    /** Who does the work on the side that hears the reset. */
    abstract TlsImplementation implementation();

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    /** The bottom of the peer's stack: resets the connection soon after it is to be closed, or on demand. */
    private static final class Resetting extends Layer {
        private boolean deaf;

        @Override
        public void close() {
            // Later, since a reset may overtake what was sent before it.
            loop().after(Duration.ofMillis(10), this::reset);
        }

        @Override
        public void resumeReading() {
            if (!deaf) {
                super.resumeReading();
            }
        }

        void reset() {
            below().abort();
        }

        /** Reads nothing from now on. */
        void stopReading() {
            deaf = true;
            below().pauseReading();
        }
    }

    /** Two ends of one connection, both open. */
    private record Joined(Probe client, Probe server) {}

    private Joined open(TlsVersion version, Script client, Script server) {
        TlsPair pair =
                TlsPair.of(TlsImplementation.BOUNCY_CASTLE, implementation()).in(version);
        Listener listener = await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(server)
                                .through(TlsContext.server(pair.server()))
                                .through(this::carrier)));
        Probe near = await(bench().opening()
                .connect(
                        bench().client(),
                        listener.address(),
                        ConnectOptions.DEFAULT,
                        clientProbes(client).through(TlsContext.client(pair.client()))));
        Probe far = accepted(0);
        waitFor("the server's end is open", () -> far.heard("made"));
        return new Joined(near, far);
    }

    private Resetting carrier() {
        Resetting made = new Resetting();
        carriers.add(made);
        return made;
    }

    private static void assertBroken(Probe probe) {
        Throwable cause = assertEnded(CloseReason.Broken.class, By.PEER, probe).cause();
        assertEquals(
                "the peer reset the connection",
                assertInstanceOf(ConnectionBrokenException.class, cause).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void isCleanIfThePeerEndsFirstAndWeAnswer(TlsVersion version) {
        Joined pair = open(version, Script.idle(), Script.idle());
        on(pair.server(), () -> {
            pair.server().write("farewell");
            pair.server().close();
        });
        waitForEnd(pair.client());
        assertEnded(CloseReason.Clean.class, By.PEER, pair.client());
        assertEquals("farewell", pair.client().received().toUtf8());
    }

    @ParameterizedTest
    @EnumSource
    void isCleanIfWeEndFirstAndThePeerAnswers(TlsVersion version) {
        Joined pair = open(version, Script.idle(), Script.idle());
        on(pair.client(), () -> {
            pair.client().write("farewell");
            pair.client().close();
        });
        waitForEnd(pair.client());
        assertEnded(CloseReason.Clean.class, By.US, pair.client());
        assertEquals("farewell", pair.server().received().toUtf8());
    }

    @Test
    void isCleanIfEachSideEndsItsOutputByItself() {
        Joined pair = open(TlsVersion.TLS_1_3, Script.staysOpen(), Script.staysOpen());
        on(pair.client(), () -> pair.client().transport().endOutput());
        waitFor("the server hears the end", () -> pair.server().heard("inputEnded"));
        on(pair.server(), () -> pair.server().transport().endOutput());
        waitForEnd(pair.client());
        assertEnded(CloseReason.Clean.class, By.PEER, pair.client());
    }

    @ParameterizedTest
    @EnumSource
    void isBrokenIfThePeerDidNotSayCloseNotify(TlsVersion version) {
        Joined pair = open(version, Script.idle(), Script.staysOpen());
        on(pair.server(), () -> {
            carriers.get(0).stopReading();
            pair.client().close();
        });
        settle(pair.client());
        on(pair.server(), () -> carriers.get(0).reset());
        waitForEnd(pair.client());
        assertBroken(pair.client());
    }

    @Test
    void isBrokenIfWeDidNotSayCloseNotify() {
        Joined pair = open(TlsVersion.TLS_1_3, Script.staysOpen(), Script.staysOpen());
        on(pair.server(), () -> pair.server().transport().endOutput());
        waitFor("the client hears the end", () -> pair.client().heard("inputEnded"));
        on(pair.server(), () -> carriers.get(0).reset());
        waitForEnd(pair.client());
        assertBroken(pair.client());
    }

    @Test
    void isBrokenIfDataFollowedThePeersCloseNotify() {
        Script answering = Script.idle().onInputEnded(probe -> {
            probe.write("an answer that the peer need not read");
            return false;
        });
        Joined pair = open(TlsVersion.TLS_1_3, answering, Script.idle());
        on(pair.server(), () -> pair.server().close());
        waitForEnd(pair.client());
        assertBroken(pair.client());
    }

    @ParameterizedTest
    @EnumSource
    void isBrokenIfDataOfOursWasNotSent(TlsVersion version) {
        Joined pair = open(version, Script.staysOpen(), Script.idle());
        on(pair.server(), () -> carriers.get(0).stopReading());
        flood(pair.client());
        on(pair.server(), () -> pair.server().close());
        on(pair.client(), () -> pair.client().close());
        on(pair.server(), () -> carriers.get(0).reset());
        waitForEnd(pair.client());
        assertBroken(pair.client());
    }
}

package dev.sennit.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What a run does with a place, whatever that is. */
class PeerRunTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final FakePlace local = new FakePlace(Optional.empty(), "peer ready\n", false);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Optional<PeerRun> made = Optional.empty();

    @AfterEach
    void end() {
        made.ifPresent(PeerRun::close);
    }

    @Test
    void aPeerThatIsReadyIsHandedOut() throws InterruptedException {
        FakePlace place = new FakePlace(Optional.empty(), "x\npeer ready\n", false);
        PeerRun run = run(Placement.in(place), false, LONG);
        Peer peer = run.start(run.role("microsocks"), false, Map.of());
        assertEquals("tcp:127.0.0.1:4711", peer.endpoint());
        assertEquals("microsocks (local process)", peer.toString());
        assertFalse(peer.endedUnasked());
        run.end(peer);
        assertTrue(place.occupants.get(0).isClosed);
    }

    @Test
    void aPeerThatEndsBeforeItIsReadyFailsWithItsLogAndIsCleanedUp() {
        FakePlace place = new FakePlace(Optional.empty(), "cannot bind\n", true);
        PeerRun run = run(Placement.in(place), false, LONG);
        PeerFailed failed = assertThrows(PeerFailed.class, () -> run.start(run.role("microsocks"), false, Map.of()));
        assertEquals(
                "the peer microsocks (local process) ended with exit code 137 before it printed '^peer ready';"
                        + " it printed:\n    cannot bind\n",
                failed.getMessage());
        assertTrue(place.occupants.get(0).isClosed);
    }

    @Test
    void aPeerThatIsNeverReadyFailsAtTheLimitAndIsCleanedUp() {
        FakePlace place = new FakePlace(Optional.empty(), "thinking\n", false);
        PeerRun run = run(Placement.in(place), false, SHORT);
        PeerFailed failed = assertThrows(PeerFailed.class, () -> run.start(run.role("microsocks"), false, Map.of()));
        assertTrue(failed.getMessage().contains("did not print '^peer ready'"), failed.getMessage());
        assertTrue(place.occupants.get(0).isClosed);
    }

    @Test
    void aPeerThatEndsUnaskedIsToldFromOneThatWasAsked() throws InterruptedException {
        FakePlace place = new FakePlace(Optional.empty(), "peer ready\n", false);
        PeerRun run = run(Placement.in(place), false, LONG);
        Peer asked = run.start(run.role("microsocks"), false, Map.of());
        asked.kill();
        assertFalse(asked.endedUnasked());
        Peer unasked = run.start(run.role("microsocks"), false, Map.of());
        place.occupants.get(1).isRunning = false;
        assertTrue(unasked.endedUnasked());
        assertTrue(unasked.report(Duration.ZERO).contains("ended with exit code 137"), unasked.report(Duration.ZERO));
    }

    @Test
    void whatCannotRunIsASkipWithTheReason() {
        PeerRun run = run(Placement.in(new FakePlace(Optional.of("danted is not installed"), "", false)), false, LONG);
        assertEquals(Optional.of("no peer dante: danted is not installed"), run.lack("dante", false));
        TestAbortedException skip =
                assertThrows(TestAbortedException.class, () -> run.start(run.role("dante"), false, Map.of()));
        assertEquals("no peer dante: danted is not installed", skip.getMessage());
    }

    @Test
    void theReasonsOfBothHomesAreTold() {
        FakePlace place = new FakePlace(Optional.of("socat is not installed"), "", false);
        PeerRun run = run(new Placement(Optional.of(place), "no container engine answers"), false, LONG);
        assertEquals(
                Optional.of("no peer socat: socat is not installed, and no container engine answers"),
                run.lack("socat", false));
        PeerRun nowhere = run(new Placement(Optional.empty(), "the engine has no bridge network"), false, LONG);
        assertEquals(Optional.of("no peer socat: the engine has no bridge network"), nowhere.lack("socat", false));
        nowhere.close();
    }

    @Test
    void whatIsRequiredAndCannotRunIsAFailure() {
        PeerRun run = run(Placement.in(new FakePlace(Optional.of("danted is not installed"), "", false)), true, LONG);
        PeerFailed failed = assertThrows(PeerFailed.class, () -> run.lack("dante", false));
        assertEquals("the peer dante is required: danted is not installed", failed.getMessage());
    }

    @Test
    void theTableAtTheEndTellsWhereEachPeerWas() throws InterruptedException {
        PeerRun run = run(Placement.in(new FakePlace(Optional.empty(), "Loading success", false)), false, LONG);
        String unused = run.start(run.role("haproxy"), false, Map.of()).endpoint();
        run.close();
        PeerRun lacking =
                run(Placement.in(new FakePlace(Optional.of("danted is not installed"), "", false)), false, LONG);
        assertTrue(lacking.lack("dante", false).isPresent());
        lacking.close();
        assertEquals(
                List.of(
                        "Peers of this run:",
                        "  haproxy     local process",
                        "Peers of this run:",
                        "  dante       skipped: danted is not installed"),
                printed.toString(UTF_8).lines().toList().subList(0, 4));
    }

    @Test
    void whatHasToBeLocalIsAProcessWhereverTheOthersAre() throws InterruptedException {
        FakePlace containers = new FakePlace(PeerHome.HOST, Optional.empty(), "peer ready\n", false);
        PeerRun run = run(Placement.in(containers), true, LONG);
        assertEquals(PeerHome.HOST, run.start(run.role("curl"), false, Map.of()).home());
        assertEquals(
                PeerHome.PROCESS, run.start(run.role("curl"), true, Map.of()).home());
        assertEquals(1, local.occupants.size());
        run.close();
        assertEquals(
                List.of(
                        "Peers of this run:",
                        "  curl        container on the host's network",
                        "  curl (local) local process"),
                printed.toString(UTF_8).lines().toList());
    }

    @Test
    void whatHasToBeLocalIsThereWithoutAnEngineToo() throws InterruptedException {
        PeerRun run = run(new Placement(Optional.empty(), "no container engine answers"), true, LONG);
        assertEquals(
                PeerHome.PROCESS, run.start(run.role("curl"), true, Map.of()).home());
    }

    @Test
    void onTheBridgeThereAreNoAbstractNamesOfThisMachine() {
        PeerRun bridge = run(Placement.in(new FakePlace(PeerHome.BRIDGE, Optional.empty(), "", false)), false, LONG);
        assertThrows(TestAbortedException.class, () -> bridge.newAbstractName(false));
        assertNotEquals(bridge.newAbstractName(true), bridge.newAbstractName(true));
        PeerRun required = run(Placement.in(new FakePlace(PeerHome.BRIDGE, Optional.empty(), "", false)), true, LONG);
        assertThrows(PeerFailed.class, () -> required.newAbstractName(false));
    }

    @Test
    void anUnknownRoleIsRefusedWithThoseThatAreKnown() {
        PeerRun run = run(Placement.in(new FakePlace(Optional.empty(), "", false)), false, LONG);
        var refused = assertThrows(IllegalArgumentException.class, () -> run.role("haprxy"));
        assertTrue(refused.getMessage().startsWith("there is no peer 'haprxy', wanted one of [openssl, gnutls,"));
    }

    private PeerRun run(Placement placement, boolean isRequired, Duration readyLimit) {
        made.ifPresent(PeerRun::close);
        PeerRun run = new PeerRun(
                PeerFiles.unpack(), placement, local, isRequired, readyLimit, new PrintStream(printed, true, UTF_8));
        made = Optional.of(run);
        return run;
    }
}

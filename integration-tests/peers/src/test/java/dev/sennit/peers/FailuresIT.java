package dev.sennit.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Whatever goes wrong with a peer is a clear failure within half a minute, and leaves nothing behind. */
@Timeout(30)
@NeedsPeer({"socat", "curl"})
class FailuresIT {
    @AfterEach
    void nothingIsLeft(Peers peers) {
        if (peers.home().isContainer()) {
            assertEquals(List.of(), containersOfOurs(Engine.find(false)), "containers left behind");
        }
        assertFalse(Files.exists(Samples.folder), () -> Samples.folder + " left behind");
    }

    @Test
    void aPeerThatIsKilledFailsTheTestThatDidNotAskForIt() {
        Throwable failure = failureOf("passesThoughItsPeerIsKilled");
        assertTrue(failure.getMessage().startsWith("not asked to end: the peer socat ("), failure.getMessage());
        assertTrue(failure.getMessage().contains("ended with exit code 137, printed:"), failure.getMessage());
    }

    @Test
    void aTestThatFailsShowsHowItsPeersAreAndWhatTheyPrinted() {
        Throwable failure = failureOf("failsSinceItsPeerIsKilled");
        assertTrue(failure.getMessage().contains("and then the end"), failure.getMessage());
        String shown = failure.getSuppressed()[0].getMessage();
        assertTrue(shown.contains("the peer socat ("), shown);
        assertTrue(shown.contains("ended with exit code 137, printed:"), shown);
        assertTrue(shown.contains("listening on"), shown);
    }

    @Test
    void aPortThatIsTakenIsNamed(Peers peers) throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(FreePorts.loopback(), 0));
            String port = Integer.toString(taken.getLocalPort());
            PeerFailed failed = assertThrows(PeerFailed.class, () -> peers.start("socat", Map.of("PORT0", port)));
            assertTrue(failed.getMessage().contains(port), failed.getMessage());
            assertTrue(failed.getMessage().contains("ddress already in use"), failed.getMessage());
        }
    }

    @Test
    void aPeerThatIsNeverReadyIsEnded() {
        PeerFiles files = PeerFiles.unpack();
        Placement placement = Placement.choose(PeerSettings.of(FailuresIT::parameter), files);
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
                PeerRun run =
                        new PeerRun(files, placement, new ProcessPlace(files), false, Duration.ofSeconds(1), nowhere)) {
            Role never = new Role("curl", 0, "never printed");
            PeerFailed failed = assertThrows(PeerFailed.class, () -> run.start(never, false, Map.of()));
            assertTrue(
                    failed.getMessage().contains("did not print 'never printed' within 1 s; it printed:\n    peer"),
                    failed.getMessage());
        }
        assertFalse(Files.exists(files.folder()));
    }

    @Test
    void aLocalPeerEndsWhenItsStarterIsGone() throws Exception {
        try (PeerFiles files = PeerFiles.unpack()) {
            Path folder = files.newFolder("curl");
            ProcessBuilder builder =
                    new ProcessBuilder("/bin/sh", files.launcher().toString(), "curl").redirectErrorStream(true);
            builder.environment().putAll(Map.of("FOLLOW_STDIN", "1", "PEER_DIR", folder.toString()));
            Process peer = builder.start();
            peer.getOutputStream().close();
            assertTrue(peer.waitFor(20, TimeUnit.SECONDS), "still runs");
        }
    }

    private static Throwable failureOf(String sample) {
        var builder = EngineTestKit.engine("junit-jupiter").selectors(selectMethod(Samples.class, sample, Peer.class));
        for (String name : List.of("peers.home", "peers.required")) {
            parameter(name).ifPresent(value -> builder.configurationParameter(name, value));
        }
        List<Event> failed = builder.execute().testEvents().failed().list();
        assertEquals(1, failed.size(), "tests that failed");
        return failed.get(0)
                .getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private static Optional<String> parameter(String name) {
        return Optional.ofNullable(System.getProperty(name));
    }

    static List<String> containersOfOurs(Engine engine) {
        return engine.client().listContainersCmd().withShowAll(true).withLabelFilter(Engine.labels()).exec().stream()
                .map(container -> container.getId() + " " + container.getCommand() + " " + container.getStatus())
                .toList();
    }

    /** Run by the tests above only: one by one, inside of them. */
    static final class Samples {
        // The processes of a peer are those in its directory, wherever it is at home.
        private static final String KILL = "for p in /proc/[0-9]*; do"
                + " [ \"$(readlink $p/cwd)\" = \"$PWD\" ] && [ $p != /proc/$$ ] && kill -9 ${p#/proc/}; done 2>/dev/null";

        static Path folder = Path.of("none");

        @Test
        void passesThoughItsPeerIsKilled(@NeedsPeer("socat") Peer peer) throws InterruptedException {
            killFromOutside(peer);
        }

        @Test
        void failsSinceItsPeerIsKilled(@NeedsPeer("socat") Peer peer) throws InterruptedException {
            TextClient client = TextClient.connect(peer.endpoint()).send("one").expect("one");
            killFromOutside(peer);
            client.expect("two");
        }

        private static void killFromOutside(Peer peer) throws InterruptedException {
            if (peer.home() == PeerHome.PROCESS) {
                folder = Path.of(peer.exec("pwd").outputOfSuccess().strip());
            }
            String unused = peer.exec("sh", "-c", KILL).output();
            // Its connections break at once; its system may take a moment longer to know that it has ended.
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (peer.isRunning() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        }
    }
}

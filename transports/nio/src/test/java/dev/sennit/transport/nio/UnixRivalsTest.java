package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ListenFailedException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of those who want one path at the same time exactly one gets it, whatever a crashed one left there. */
@Timeout(300)
class UnixRivalsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int THREADS = 6;
    private static final int ROUNDS = 60;

    private final Path home;

    UnixRivalsTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void oneOfManyThreadsWinsOverAStaleSocketInEachRound() throws Exception {
        Path path = home.resolve("fought.sock");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2))) {
            for (int round = 0; round < ROUNDS; round++) {
                leaveStaleSocket(path);
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<Future<String>> rivals = new ArrayList<>();
                List<Listener> winners = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    rivals.add(threads.submit(rival(reactor, path, start, winners)));
                }
                int won = 0;
                for (Future<String> rival : rivals) {
                    String outcome = rival.get();
                    assertTrue(outcome.equals("won") || outcome.equals("IN_USE"), outcome);
                    won += outcome.equals("won") ? 1 : 0;
                }
                assertEquals(1, won, "winners of round " + round);
                assertAnswers(path);
                winners.get(0).close().await(LIMIT);
                assertTrue(Files.notExists(path, LinkOption.NOFOLLOW_LINKS), "the socket is gone after round " + round);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Callable<String> rival(NioReactor reactor, Path path, CyclicBarrier start, List<Listener> winners) {
        return () -> {
            start.await();
            try {
                Listener listener = reactor.listen(
                                UnixAddress.of(path),
                                ListenOptions.DEFAULT,
                                transport -> (ByteBuffer data) -> transport.write(data))
                        .await(LIMIT);
                synchronized (winners) {
                    winners.add(listener);
                }
                return "won";
            } catch (ListenFailedException failure) {
                return failure.kind().name();
            }
        };
    }

    @Test
    void oneOfManyProcessesWinsAndTheNextAfterItWasKilled() throws Exception {
        Path path = home.resolve("fought.sock");
        List<Rival> rivals = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                rivals.add(Rival.start(path));
            }
            for (Rival rival : rivals) {
                assertEquals("ready", rival.line());
            }
            while (!rivals.isEmpty()) {
                for (Rival rival : rivals) {
                    rival.go();
                }
                List<Rival> winners = new ArrayList<>();
                for (Rival rival : rivals) {
                    String outcome = rival.line();
                    if (outcome.equals("won")) {
                        winners.add(rival);
                    } else {
                        assertTrue(outcome.startsWith("IN_USE "), outcome);
                    }
                }
                assertEquals(1, winners.size(), "winners among " + rivals.size());
                assertAnswers(path);
                // Killed, it leaves its socket and its lock file.
                winners.get(0).kill();
                assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
                rivals.removeAll(winners);
            }
        } finally {
            for (Rival rival : rivals) {
                rival.kill();
            }
        }
    }

    private static void leaveStaleSocket(Path path) throws IOException {
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(path));
        }
    }

    private static void assertAnswers(Path path) throws IOException {
        try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            caller.write(ByteBuffer.wrap(new byte[] {42}));
            ByteBuffer answer = ByteBuffer.allocate(1);
            assertEquals(1, caller.read(answer));
            assertEquals(42, answer.get(0));
        }
    }

    private record Rival(Process process, BufferedReader output, Writer input) {
        static Rival start(Path path) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            UnixRival.class.getName(),
                            path.toString())
                    .redirectError(new File("/dev/null"))
                    .start();
            return new Rival(process, process.inputReader(), process.outputWriter());
        }

        void go() throws IOException {
            input.write("go\n");
            input.flush();
        }

        String line() throws IOException {
            return String.valueOf(output.readLine());
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }
}

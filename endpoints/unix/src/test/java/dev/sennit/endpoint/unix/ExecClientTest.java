package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A child process's standard streams as a connection. */
@DisabledOnOs(OS.WINDOWS)
class ExecClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final EndpointContext context = EndpointContext.on(reactor);

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    static final class Collector implements Protocol {
        final Transport transport;
        final ByteQueue got = new ByteQueue();
        final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
        private final int pauseAfter;
        private boolean paused;
        volatile long count;

        Collector(Transport transport, int pauseAfter) {
            this.transport = transport;
            this.pauseAfter = pauseAfter;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            if (paused) {
                throw new IllegalStateException("delivered while paused");
            }
            got.add(data);
            count = got.length();
            if (count > pauseAfter) {
                paused = true;
                transport.pauseReading();
                transport.loop().after(Duration.ofMillis(20), () -> {
                    paused = false;
                    transport.resumeReading();
                });
            }
        }

        @Override
        public boolean writePaused() {
            // An echo must be read while it is written to.
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    @Test
    void theConnectionHasTheCloseTimeoutsOfItsReactor() throws Exception {
        CloseTimeouts own = CloseTimeouts.DEFAULT.withFlush(Duration.ofSeconds(7));
        try (NioReactor other = new NioReactor(NioSettings.DEFAULT.withLoops(1).withCloseTimeouts(own))) {
            Collector cat = EndpointContext.on(other)
                    .client("exec:cat")
                    .connect(transport -> new Collector(transport, Integer.MAX_VALUE))
                    .await(LIMIT);

            assertEquals(own, cat.transport.feature(CloseTimeouts.class).orElseThrow());
        }
    }

    private Collector connect(String endpoint) throws InterruptedException {
        return connecting(endpoint, Integer.MAX_VALUE).await(LIMIT);
    }

    private Deferred<Collector> connecting(String endpoint, int pauseAfter) {
        return context.client(endpoint).connect(end -> new Collector(end, pauseAfter));
    }

    @Test
    void aChildAnswersUntilItsInputEnds() throws Exception {
        Collector cat = connect("exec:cat");
        cat.transport.write(Bytes.ascii("hello"));
        cat.transport.endOutput();
        CloseReason reason = cat.lost.deferred().await(LIMIT);
        assertEquals(Bytes.ascii("hello"), cat.got.takeAll());
        assertInstanceOf(CloseReason.Clean.class, reason);
        assertEquals("exec:cat", cat.transport.peer().toString());
    }

    @Test
    void aFactoryThatAbortsInPrepareEndsTheChild() {
        Deferred<Protocol> answer = context.client("exec:cat").connect(new ProtocolFactory<>() {
            @Override
            public void prepare(Connection connection) {
                connection.abort();
            }

            @Override
            public Protocol protocolFor(Transport transport) {
                throw new AssertionError("asked for a protocol after the abort");
            }
        });

        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> answer.await(LIMIT));

        assertEquals(ConnectFailedException.Kind.ENDED_EARLY, failure.kind());
        Waits.upTo(LIMIT).until(() -> ProcessHandle.current()
                .children()
                .noneMatch(child -> child.info().command().orElse("").endsWith("/cat")));
    }

    @Test
    void megabytesPassBothWaysAlsoWhileReadingPausesNowAndThen() throws Exception {
        Bytes much = Bytes.of(new byte[1_000_000]);
        Collector cat = connecting("exec:cat", 700_000).await(LIMIT);
        for (int i = 0; i < 5; i++) {
            cat.transport.write(much);
        }
        cat.transport.endOutput();
        CloseReason reason = cat.lost.deferred().await(LIMIT);
        assertEquals(5_000_000, cat.got.length());
        assertInstanceOf(CloseReason.Clean.class, reason);
    }

    @Test
    void anUnhappyEndIsTheReason() throws Exception {
        Collector child = connect("exec:[sh -c 'echo oops; exit 3']");
        CloseReason reason = child.lost.deferred().await(LIMIT);
        assertEquals(Bytes.ascii("oops\n"), child.got.takeAll());
        assertTrue(reason.toString().contains("the program ended with status 3"), reason.toString());
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        Deferred<Collector> connecting = connecting("exec:/nowhere/program", 1);
        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
        assertEquals(ConnectFailedException.Kind.REFUSED, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).contains("there is no such program"), failure::toString);
    }

    @Test
    void aChildThatDoesNotEndByItselfIsEnded() throws Exception {
        Collector stubborn = connect("exec:[sh -c 'trap \"\" TERM; echo $$; exec sleep 1000']:exitTimeout=200ms");
        waitFor(stubborn);
        String number = stubborn.got.takeAll().toUtf8().strip();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(number)).orElseThrow();
        assertTrue(child.isAlive());
        stubborn.transport.abort();
        stubborn.lost.deferred().await(LIMIT);
        child.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertFalse(child.isAlive());
    }

    @Test
    void aChildThatIsEndedCanWriteItsLast(@TempDir Path home) throws Exception {
        Path done = home.resolve("done");
        Path program = home.resolve("program");
        Files.writeString(program, """
            sleep 1000 &
            trap "kill $!; head -c 300000 /dev/zero && echo done >'%s'; exit" TERM
            echo $$
            wait
            """.formatted(done));
        Collector child = connect("exec:[sh " + program + "]:exitTimeout=3s");
        waitFor(child);
        ProcessHandle process = ProcessHandle.of(
                        Long.parseLong(child.got.takeAll().toUtf8().strip()))
                .orElseThrow();
        child.transport.abort();
        process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(Files.exists(done), "the program wrote all of it");
    }

    @Test
    void theEndOfTheReactorIsTheChildsToo() throws Exception {
        Collector stubborn = connect("exec:[sh -c 'trap \"\" TERM; echo $$; exec sleep 1000']");
        waitFor(stubborn);
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(stubborn.got.takeAll().toUtf8().strip()))
                .orElseThrow();
        reactor.close();
        assertTrue(stubborn.lost.deferred().isDone());
        child.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void waitFor(Collector child) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (child.count == 0) {
            assertTrue(System.nanoTime() < deadline, "in time");
            Thread.onSpinWait();
        }
    }

    @Test
    void cancellingAtOnceLeavesNoChild() throws Exception {
        Deferred<Collector> connecting = connecting("exec:[sleep 1000]:exitTimeout=100ms", 1);
        connecting.cancel();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ProcessHandle.current().children().anyMatch(ProcessHandle::isAlive)) {
            assertTrue(System.nanoTime() < deadline, "the child has ended");
            Thread.onSpinWait();
        }
    }
}

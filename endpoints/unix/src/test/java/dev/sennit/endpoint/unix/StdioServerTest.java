package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StdioServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void oneConnectionIsServedUntilItsInputEnds() throws Exception {
        PipedOutputStream toServer = new PipedOutputStream();
        CompletableFuture<Void> inputClosed = new CompletableFuture<>();
        PipedInputStream in = new PipedInputStream(toServer) {
            @Override
            public void close() throws IOException {
                super.close();
                inputClosed.complete(null);
            }
        };
        PipedInputStream fromServer = new PipedInputStream();
        PipedOutputStream out = new PipedOutputStream(fromServer);
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1))) {
            EndpointContext context = EndpointContext.on(reactor);
            StdioServerType type = new StdioServerType(in, out);
            var arguments = context.registry().types().bind(dev.sennit.endpoint.schema.EndpointRole.SERVER, "stdio");
            Witness echo = Witness.echoing();
            Listener listener = type.listen(arguments, context, echo).await(LIMIT);
            assertEquals("stdio", listener.address().toString());
            toServer.write("hello".getBytes(StandardCharsets.US_ASCII));
            toServer.flush();
            assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), fromServer.readNBytes(5));
            assertEquals(1, listener.connections());
            toServer.close();
            assertEquals(-1, fromServer.read());
            inputClosed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Waits.upTo(LIMIT).until(echo::hasStopped);

            Deferred<Listener> again = type.listen(arguments, context, Witness.echoing());
            ListenFailedException failure = assertThrows(ListenFailedException.class, () -> again.await(LIMIT));
            assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
            assertEquals(
                    0,
                    listener.drain(Duration.ofSeconds(5)).await(LIMIT).cutOff().size());
        }
    }

    @Test
    void theConnectionHasTheCloseTimeoutsOfItsReactor() throws Exception {
        CloseTimeouts own = CloseTimeouts.DEFAULT.withFlush(Duration.ofSeconds(7));
        try (NioReactor reactor =
                        new NioReactor(NioSettings.DEFAULT.withLoops(1).withCloseTimeouts(own));
                PipedInputStream in = new PipedInputStream(new PipedOutputStream())) {
            EndpointContext context = EndpointContext.on(reactor);
            StdioServerType type = new StdioServerType(in, new ByteArrayOutputStream());
            var arguments = context.registry().types().bind(dev.sennit.endpoint.schema.EndpointRole.SERVER, "stdio");
            CompletableFuture<CloseTimeouts> seen = new CompletableFuture<>();
            type.listen(
                            arguments,
                            context,
                            Witness.collecting()
                                    .whenMade(made -> seen.complete(made.transport()
                                            .feature(CloseTimeouts.class)
                                            .orElseThrow())))
                    .await(LIMIT);

            assertEquals(own, seen.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void aDrainDeliversWhatTheInputHolds(@TempDir Path home) throws Exception {
        int size = 300_000;
        Path file = Files.write(home.resolve("input"), new byte[size]);
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
                FileInputStream in = new FileInputStream(file.toFile())) {
            EndpointContext context = EndpointContext.on(reactor);
            StdioServerType type = new StdioServerType(in, new ByteArrayOutputStream());
            var arguments = context.registry().types().bind(dev.sennit.endpoint.schema.EndpointRole.SERVER, "stdio");
            AtomicInteger received = new AtomicInteger();
            CompletableFuture<Void> made = new CompletableFuture<>();
            Listener listener = type.listen(arguments, context, end -> new Stopped(end, received, made))
                    .await(LIMIT);
            made.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(1, listener.drain(LIMIT).await(LIMIT).endedInTime());
            assertEquals(size, received.get());
        }
    }

    /** Reads nothing before the drain. */
    private record Stopped(Transport transport, AtomicInteger received, CompletableFuture<Void> made)
            implements Protocol {
        @Override
        public void connectionMade() {
            transport.pauseReading();
            made.complete(null);
        }

        @Override
        public boolean drainRequested() {
            transport.resumeReading();
            return false;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.addAndGet(data.remaining());
        }
    }
}

package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Until;
import dev.sennit.small.Echo;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one connection or task of a loop does without end keeps no other of the same loop waiting. */
class FairnessIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int PINGS = 500;
    /**
     * What a flood may move during one ping in the middle: the loop moves 64 KiB between two turns of the pinging
     * connection, and much more only while the system does not run the pinging thread.
     */
    private static final long USUAL_BYTES = 16L * 1024 * 1024;

    private final NioReactor serving = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final NioReactor calling = new NioReactor(NioSettings.DEFAULT.withLoops(1));

    @AfterEach
    void shutDown() {
        calling.close();
        serving.close();
    }

    @Test
    void aConnectionThatFloodsTheLoopDoesNotStarveAnother() throws Exception {
        AtomicLong flooded = new AtomicLong();
        TcpAddress sink = listen(transport -> new Sink(flooded));
        TcpAddress echo = listen(Echo::new);
        AtomicBoolean enough = new AtomicBoolean();
        Thread flood = new Thread(() -> flood(sink.port(), enough), "flood");
        flood.start();
        try {
            Caller caller = EndpointContext.on(calling)
                    .client("tcp:127.0.0.1:" + echo.port())
                    .connect(Caller::new)
                    .await(LIMIT);
            Until.isTrue(() -> flooded.get() > 0, () -> "the flood has not begun");
            long[] moved = new long[PINGS];
            for (int i = 0; i < PINGS; i++) {
                Bytes ping = Bytes.ascii("ping " + i);
                long before = flooded.get();
                assertEquals(ping, caller.call(ping).await(LIMIT));
                moved[i] = flooded.get() - before;
            }
            Arrays.sort(moved);
            assertTrue(
                    moved[PINGS / 2] <= USUAL_BYTES,
                    "the flood moved " + moved[PINGS / 2] + " bytes during the median ping, not at most "
                            + USUAL_BYTES);
            assertTrue(moved[PINGS - 1] > 0, "the flood had ended before the pings");
        } finally {
            enough.set(true);
            flood.join();
        }
    }

    @Test
    void aTaskThatAsksForItselfAgainDoesNotStarveConnections() throws Exception {
        TcpAddress echo = listen(Echo::new);
        EventLoop loop = serving.nextLoop();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong turns = new AtomicLong();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                turns.incrementAndGet();
                if (!enough.get()) {
                    loop.execute(this);
                }
            }
        });
        Callers callers = new Callers();
        callers.connect(EndpointContext.on(calling).client("tcp:127.0.0.1:" + echo.port()), 20);
        callers.callAll("ping");
        long seen = turns.get();
        callers.callAll("pong");
        // A pass sends its answers before it runs its tasks: the last of them may be here first.
        Until.isTrue(() -> turns.get() > seen, () -> "the task had ended before the pings");
        enough.set(true);
        callers.end(Caller::close);
    }

    private TcpAddress listen(ProtocolFactory<?> factory) throws InterruptedException {
        Listener listener = EndpointContext.on(serving)
                .server("tcp:0:127.0.0.1")
                .listen(factory)
                .await(LIMIT);
        return (TcpAddress) listener.address();
    }

    private static void flood(int port, AtomicBoolean enough) {
        try (Socket socket = PlainSocket.connect(port)) {
            byte[] piece = new byte[256 * 1024];
            while (!enough.get()) {
                socket.getOutputStream().write(piece);
            }
        } catch (IOException ended) {
            throw new AssertionError(ended);
        }
    }

    private record Sink(AtomicLong count) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            count.addAndGet(data.remaining());
        }
    }
}

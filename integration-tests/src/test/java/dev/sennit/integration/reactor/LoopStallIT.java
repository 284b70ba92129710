package dev.sennit.integration.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.Caller;
import dev.sennit.small.Echo;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

/** What a reactor tells about itself: the log and Java Flight Recorder. */
class LoopStallIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NioSettings settings = NioSettings.DEFAULT.withLoops(1).withStallLimit(Duration.ofMillis(50));

    @Test
    void aCallbackThatBlocksItsLoopIsLoggedOnceWithTheStackThatHoldsIt() throws Exception {
        Logger logger = Logger.getLogger("dev.sennit.transport.nio.StallWatch");
        BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
        Handler handler = new Listening(warnings);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (NioReactor reactor = new NioReactor(settings)) {
            CountDownLatch release = new CountDownLatch(1);
            EventLoop loop = reactor.nextLoop();
            loop.execute(() -> holdTheLoopUp(release));
            String warning = warnings.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            release.countDown();
            assertNotNull(warning, "no warning");
            assertTrue(warning.contains(loop.toString()), warning);
            assertTrue(warning.contains("50 ms"), warning);
            assertTrue(warning.contains("holdTheLoopUp"), warning);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertTrue(warnings.isEmpty(), () -> "told again: " + warnings);
    }

    @Test
    void flightRecorderShowsTheStallOfALoop() throws Exception {
        BlockingQueue<RecordedEvent> events = new LinkedBlockingQueue<>();
        CountDownLatch release = new CountDownLatch(1);
        try (RecordingStream recording = recording("dev.sennit.LoopStall", events);
                NioReactor reactor = new NioReactor(settings)) {
            recording.startAsync();
            EventLoop loop = reactor.nextLoop();
            loop.execute(() -> holdTheLoopUp(release));
            RecordedEvent stall = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            release.countDown();
            assertNotNull(stall, "no event");
            assertEquals(loop.toString(), stall.getString("loop"));
            assertTrue(stall.getString("stack").contains("holdTheLoopUp"), stall.toString());
        }
    }

    @Test
    void flightRecorderShowsEachConnectionWithWhatPassed() throws Exception {
        BlockingQueue<RecordedEvent> events = new LinkedBlockingQueue<>();
        try (RecordingStream recording = recording("dev.sennit.Connection", events);
                NioReactor reactor = new NioReactor(settings)) {
            recording.startAsync();
            EndpointContext context = EndpointContext.on(reactor);
            Listener listener =
                    context.server("tcp:0:127.0.0.1").listen(Echo::new).await(LIMIT);
            int port = ((TcpAddress) listener.address()).port();
            Caller caller =
                    context.client("tcp:127.0.0.1:" + port).connect(Caller::new).await(LIMIT);
            caller.call(Bytes.ascii("hello")).await(LIMIT);
            caller.close().await(LIMIT);
            RecordedEvent event = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            while (event != null && !Echo.class.getName().equals(event.getString("protocol"))) {
                event = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            assertNotNull(event, "no event of the echo's side");
            assertEquals("127.0.0.1:" + port, event.getString("local"));
            assertEquals("Clean", event.getString("reason"));
            assertEquals("PEER", event.getString("endedBy"));
            assertEquals(5, event.getLong("bytesReceived"));
            assertEquals(5, event.getLong("bytesSent"));
        }
    }

    private static void holdTheLoopUp(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RecordingStream recording(String event, BlockingQueue<RecordedEvent> events) {
        RecordingStream recording = new RecordingStream();
        recording.setReuse(false);
        recording.enable(event).withoutThreshold();
        recording.onEvent(event, events::add);
        return recording;
    }

    private static final class Listening extends Handler {
        private final BlockingQueue<String> messages;

        Listening(BlockingQueue<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord logged) {
            messages.add(MessageFormat.format(logged.getMessage(), logged.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.Transport;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An echo to a reader that keeps stopping: every byte arrives, and the echo never holds more than its marks allow. */
class SlowReaderIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long TOTAL_BYTES = 100L * 1024 * 1024;
    private static final int STOP_EVERY_BYTES = 1024 * 1024;
    private static final Duration STOP = Duration.ofMillis(5);

    @Test
    void aHundredMebibytesComeBackUnchangedToASlowReaderInBoundedMemory() throws Exception {
        long[] directBytes = {0};
        try (NioReactor serving = new NioReactor();
                NioReactor calling = new NioReactor()) {
            Deferred.Source<WatchedEcho> echo = new Deferred.Source<>();
            Listener listener = EndpointContext.on(serving)
                    .server("tcp:0:127.0.0.1")
                    .listen(transport -> {
                        WatchedEcho made = new WatchedEcho(transport);
                        echo.succeed(made);
                        return made;
                    })
                    .await(LIMIT);
            SlowReader reader = EndpointContext.on(calling)
                    .client("tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port())
                    .connect(SlowReader::new)
                    .await(LIMIT);
            CloseReason unused = reader.ended().await(LIMIT);
            WatchedEcho watched = echo.deferred().await(LIMIT);
            CloseReason reason = watched.ended.deferred().await(LIMIT);

            reader.assertCameBackUnchanged();
            assertEquals(TOTAL_BYTES, reason.ending().traffic().bytesSent());
            assertTrue(watched.paused > 0, "the reader was never slow enough to matter");
            assertEquals(watched.paused, watched.resumed, "each writePaused is followed by a writeResumed");
            // Under the high mark one more delivery is accepted, whatever size it has.
            long most = (long) WaterMarks.DEFAULT.highBytes() + watched.largestRead;
            assertTrue(watched.mostPending <= most, watched.mostPending + " bytes waited, not at most " + most);
            directBytes[0] = Footprint.now().directBytes();
        }
        assertTrue(directBytes[0] < 2 * LeakAllowance.DIRECT_BYTES, directBytes[0] + " bytes of direct memory");
    }

    /** An echo that notes how much it has received that the system has not yet taken back. */
    private static final class WatchedEcho implements Protocol {
        private final Transport transport;
        private final Deferred.Source<CloseReason> ended = new Deferred.Source<>();
        private long mostPending;
        private int largestRead;
        private int paused;
        private int resumed;

        WatchedEcho(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            largestRead = Math.max(largestRead, data.remaining());
            transport.write(data);
            Traffic traffic = transport.feature(Traffic.class).orElseThrow();
            mostPending = Math.max(mostPending, traffic.bytesReceived() - traffic.bytesSent());
        }

        @Override
        public boolean writePaused() {
            paused++;
            return false;
        }

        @Override
        public void writeResumed() {
            resumed++;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            ended.succeed(reason);
        }
    }

    /** Stops reading for a moment after each mebibyte. */
    private static final class SlowReader extends EchoedBytes {
        SlowReader(Transport transport) {
            super(transport, TOTAL_BYTES);
        }

        @Override
        void allSent() {
            transport().endOutput();
        }

        @Override
        void cameBack(long before, long after) {
            if (after / STOP_EVERY_BYTES != before / STOP_EVERY_BYTES) {
                transport().pauseReading();
                transport().loop().after(STOP, transport()::resumeReading);
            }
        }
    }
}

package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Random;
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
            reader.ended.deferred().await(LIMIT);
            WatchedEcho watched = echo.deferred().await(LIMIT);
            CloseReason reason = watched.ended.deferred().await(LIMIT);

            assertEquals(TOTAL_BYTES, reader.received);
            assertArrayEquals(reader.digestSent.digest(), reader.digestReceived.digest(), "SHA-256");
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

    /** Sends as fast as its own marks let it, and stops reading for a moment after each mebibyte. */
    private static final class SlowReader implements Protocol {
        private final Transport transport;
        private final MessageDigest digestSent = sha256();
        private final MessageDigest digestReceived = sha256();
        private final Deferred.Source<CloseReason> ended = new Deferred.Source<>();
        private final Random random = new Random(20_261_121);
        private final byte[] piece = new byte[48 * 1024];
        private long left = TOTAL_BYTES;
        private long received;
        private boolean mayWrite = true;

        SlowReader(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            produce();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            long stopsBefore = received / STOP_EVERY_BYTES;
            received += data.remaining();
            digestReceived.update(data);
            if (received / STOP_EVERY_BYTES != stopsBefore) {
                transport.pauseReading();
                transport.loop().after(STOP, transport::resumeReading);
            }
        }

        @Override
        public boolean writePaused() {
            mayWrite = false;
            // The echo stops reading while we do not read, so reading must not wait for writing.
            return true;
        }

        @Override
        public void writeResumed() {
            mayWrite = true;
            produce();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            ended.succeed(reason);
        }

        private void produce() {
            while (mayWrite && left > 0) {
                random.nextBytes(piece);
                ByteBuffer next = ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, left));
                left -= next.remaining();
                digestSent.update(next.duplicate());
                transport.write(next);
            }
            if (left == 0) {
                left = -1;
                transport.endOutput();
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}

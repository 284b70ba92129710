package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.small.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gibibyte through TLS to an echo and back, both ways at once: what comes back has the hash of what was sent. */
class TlsBulkIT {
    private static final long TOTAL_BYTES = 1L << 30;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    @Timeout(value = 9, unit = TimeUnit.MINUTES)
    void aGibibyteGoesEachWayUnchanged() throws Exception {
        try (NioReactor serving = new NioReactor();
                NioReactor calling = new NioReactor()) {
            Listener listener = EndpointContext.on(serving)
                    .server("tcp:0:127.0.0.1")
                    .listen(OverTls.serving(Echo::new))
                    .await(LIMIT);
            Sender sender = OverTls.of(EndpointContext.on(calling)
                            .client("tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port()))
                    .connect(Sender::new)
                    .await(LIMIT);
            CloseReason reason = sender.ended.deferred().await(LIMIT);

            assertInstanceOf(CloseReason.Clean.class, reason);
            assertEquals(TOTAL_BYTES, sender.received);
            assertArrayEquals(sender.sent.digest(), sender.cameBack.digest(), "SHA-256");
        }
    }

    /** Sends as fast as it may, and reads at the same time. */
    private static final class Sender implements Protocol {
        private final Transport transport;
        private final MessageDigest sent = sha256();
        private final MessageDigest cameBack = sha256();
        private final Deferred.Source<CloseReason> ended = new Deferred.Source<>();
        private final byte[] noise = new byte[1 << 20];
        private final Random random = new Random(20_261_121);
        private long left = TOTAL_BYTES;
        private long received;
        private boolean mayWrite = true;

        Sender(Transport transport) {
            this.transport = transport;
            random.nextBytes(noise);
        }

        @Override
        public void connectionMade() {
            produce();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
            cameBack.update(data);
            if (received >= TOTAL_BYTES) {
                transport.close();
            }
        }

        @Override
        public boolean writePaused() {
            mayWrite = false;
            // The echo stops reading while we do not read.
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

        /** Pieces of the noise of any length from any place, so that no record is like another. */
        private void produce() {
            while (mayWrite && left > 0) {
                int length = (int) Math.min(left, 1 + random.nextInt(100_000));
                ByteBuffer next = ByteBuffer.wrap(noise, random.nextInt(noise.length - length), length);
                left -= length;
                sent.update(next.duplicate());
                transport.write(next);
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

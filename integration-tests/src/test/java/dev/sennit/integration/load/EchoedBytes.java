package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** A client of an echo: sends bytes as fast as its marks allow, reads at the same time, and keeps the hash of either way. */
abstract class EchoedBytes implements Protocol {
    private static final int MOST_BYTES_AT_ONCE = 100_000;

    private final Transport transport;
    private final long total;
    private final MessageDigest sent = sha256();
    private final MessageDigest cameBack = sha256();
    private final Deferred.Source<CloseReason> ended = new Deferred.Source<>();
    private final byte[] noise = new byte[1 << 20];
    private final Random random = new Random(20_261_121);
    private long left;
    private long received;
    private boolean mayWrite = true;

    EchoedBytes(Transport transport, long total) {
        this.transport = transport;
        this.total = total;
        this.left = total;
        random.nextBytes(noise);
    }

    /** Hears that all is sent. */
    abstract void allSent();

    /** Hears how many bytes have come back before a delivery and after it. */
    abstract void cameBack(long before, long after);

    final Transport transport() {
        return transport;
    }

    /** Returns the end of the connection. */
    final Deferred<CloseReason> ended() {
        return ended.deferred();
    }

    /** Checks, after the end, that all came back as it was sent. */
    final void assertCameBackUnchanged() {
        assertEquals(total, received);
        assertArrayEquals(sent.digest(), cameBack.digest(), "SHA-256");
    }

    @Override
    public final void connectionMade() {
        produce();
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        long before = received;
        received += data.remaining();
        cameBack.update(data);
        cameBack(before, received);
    }

    @Override
    public final boolean writePaused() {
        mayWrite = false;
        // The echo stops reading while this side does not read, so reading must not wait for writing.
        return true;
    }

    @Override
    public final void writeResumed() {
        mayWrite = true;
        produce();
    }

    @Override
    public final void connectionLost(CloseReason reason) {
        ended.succeed(reason);
    }

    /** Sends pieces of the noise of any length from any place, so that no piece is like another. */
    private void produce() {
        if (left == 0) {
            return;
        }
        while (mayWrite && left > 0) {
            int length = (int) Math.min(left, 1 + random.nextInt(MOST_BYTES_AT_ONCE));
            ByteBuffer next = ByteBuffer.wrap(noise, random.nextInt(noise.length - length), length);
            left -= length;
            sent.update(next.duplicate());
            transport.write(next);
        }
        if (left == 0) {
            allSent();
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

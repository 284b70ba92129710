package dev.sennit.transport;

import java.time.Duration;

/**
 * How much may wait to be sent on one datagram socket, and how long. Each waiting datagram counts {@value #OVERHEAD_BYTES}
 * bytes more than its length, so that empty datagrams count too. Immutable: each {@code with} method returns changed limits.
 */
public final class SendLimits {
    /** What a waiting datagram counts besides its bytes. */
    public static final int OVERHEAD_BYTES = 64;

    /** 1 MiB, 256 KiB for one destination, 30 s, and the default marks. */
    public static final SendLimits DEFAULT =
            new SendLimits(1024 * 1024, 256 * 1024, Duration.ofSeconds(30), WaterMarks.DEFAULT);

    private final int bytes;
    private final int bytesPerPeer;
    private final Duration timeout;
    private final WaterMarks marks;

    private SendLimits(int bytes, int bytesPerPeer, Duration timeout, WaterMarks marks) {
        if (bytes < 0 || bytesPerPeer < 0) {
            throw new IllegalArgumentException("limits of what waits must be 0 or more, not " + bytes
                    + " bytes in all, " + bytesPerPeer + " for one destination");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be over zero, not " + timeout);
        }
        this.bytes = bytes;
        this.bytesPerPeer = bytesPerPeer;
        this.timeout = timeout;
        this.marks = marks;
    }

    /** Returns the most bytes that wait in all, 0 or more. Other threads may queue as much again for the loop. */
    public int bytes() {
        return bytes;
    }

    /** Returns these limits with another limit in all, 0 or more bytes. */
    public SendLimits withBytes(int value) {
        return new SendLimits(value, bytesPerPeer, timeout, marks);
    }

    /** Returns the most bytes that wait for one destination, 0 or more. It applies where destinations wait separately, as on Unix
     * sockets without a peer. */
    public int bytesPerPeer() {
        return bytesPerPeer;
    }

    /** Returns these limits with another limit for one destination, 0 or more bytes. */
    public SendLimits withBytesPerPeer(int value) {
        return new SendLimits(bytes, value, timeout, marks);
    }

    /** Returns how long a destination may accept nothing before the datagrams that wait for it are dropped; over zero. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns these limits with another send timeout, over zero. */
    public SendLimits withTimeout(Duration value) {
        return new SendLimits(bytes, bytesPerPeer, value, marks);
    }

    /** Returns the marks at which the protocol is asked to stop and to go on. */
    public WaterMarks marks() {
        return marks;
    }

    /** Returns these limits with other marks. */
    public SendLimits withMarks(WaterMarks value) {
        return new SendLimits(bytes, bytesPerPeer, timeout, value);
    }
}

package dev.sennit.transport.datagram;

import dev.sennit.transport.WriteMarks;
import java.time.Duration;

/**
 * How much may wait to be sent on one datagram socket, and how long. Each waiting datagram counts {@value #OVERHEAD_BYTES}
 * bytes more than it has, so that empty ones count too.
 *
 * @param bytes the most in all, 0 or more; what other threads have queued for the loop may be as much again
 * @param bytesPerPeer the most for one destination where destinations wait apart, as on Unix sockets without a peer; 0 or
 *     more
 * @param patience how long a destination may take nothing of what waits for it before that is given up, over zero
 * @param marks when the protocol is asked to stop, and to go on
 */
public record SendLimits(int bytes, int bytesPerPeer, Duration patience, WriteMarks marks) {
    /** What a waiting datagram counts besides its bytes. */
    public static final int OVERHEAD_BYTES = 64;

    /** 1 MiB, 256 KiB for one destination, 30 s, and the default marks. */
    public static final SendLimits DEFAULT =
            new SendLimits(1024 * 1024, 256 * 1024, Duration.ofSeconds(30), WriteMarks.DEFAULT);

    /** Checks the ranges. */
    public SendLimits {
        if (bytes < 0 || bytesPerPeer < 0) {
            throw new IllegalArgumentException("limits of what waits must be 0 or more, not " + bytes
                    + " bytes in all, " + bytesPerPeer + " for one destination");
        }
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be over zero, not " + patience);
        }
    }

    /** The same but for the most in all. */
    public SendLimits withBytes(int value) {
        return new SendLimits(value, bytesPerPeer, patience, marks);
    }

    /** The same but for the most for one destination. */
    public SendLimits withBytesPerPeer(int value) {
        return new SendLimits(bytes, value, patience, marks);
    }

    /** The same but for the patience. */
    public SendLimits withPatience(Duration value) {
        return new SendLimits(bytes, bytesPerPeer, value, marks);
    }

    /** The same but for the marks. */
    public SendLimits withMarks(WriteMarks value) {
        return new SendLimits(bytes, bytesPerPeer, patience, value);
    }
}

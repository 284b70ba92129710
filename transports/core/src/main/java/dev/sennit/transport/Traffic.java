package dev.sennit.transport;

import java.time.Duration;

/**
 * What has passed over a connection so far, as its carrier counts it; a {@linkplain Transport#feature feature}.
 *
 * @param bytesReceived from the peer
 * @param bytesSent taken by the system for the peer
 * @param bytesUnsent written, and not yet taken by the system, without those of files; of an ended connection those that
 *     were never sent
 * @param lasted since the carrier was open
 */
public record Traffic(long bytesReceived, long bytesSent, long bytesUnsent, Duration lasted) {
    /** Nothing yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, Duration.ZERO);

    /** In words, as in "1200 bytes received and 7 sent in 35 ms". */
    @Override
    public String toString() {
        return bytesReceived + " bytes received and " + bytesSent + " sent in " + lasted.toMillis() + " ms";
    }
}

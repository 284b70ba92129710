package dev.sennit.transport.tls;

import java.time.Duration;

/**
 * What a peer may make us do. Each is 1 or more.
 *
 * @param handshakeTime from the layer's start to the end of the handshake
 * @param handshakeBytes received before the handshake is done
 * @param closeTime how long {@code close} waits for the peer's close_notify
 * @param emptyRecords records in a row that bring no data: empty ones, key updates, tickets
 * @param keyUpdates the peer's key updates at once (RFC 8446, section 4.6.3); each second and each 64 KiB of its data allow
 *     one more
 * @param earlyWriteBytes written by the protocol before the handshake is done, above which it hears writePaused
 */
public record TlsLimits(
        Duration handshakeTime,
        int handshakeBytes,
        Duration closeTime,
        int emptyRecords,
        int keyUpdates,
        int earlyWriteBytes) {
    /** 10 s and 128 KiB for the handshake, 2 s to close, 32 records without data, 1024 key updates, 64 KiB written early. */
    public static final TlsLimits DEFAULT =
            new TlsLimits(Duration.ofSeconds(10), 128 * 1024, Duration.ofSeconds(2), 32, 1024, 64 * 1024);

    /** Checks that each is positive. */
    public TlsLimits {
        requirePositive("handshakeTime", handshakeTime);
        requirePositive("closeTime", closeTime);
        requirePositive("handshakeBytes", handshakeBytes);
        requirePositive("emptyRecords", emptyRecords);
        requirePositive("keyUpdates", keyUpdates);
        requirePositive("earlyWriteBytes", earlyWriteBytes);
    }

    /** The same but for the time of the handshake. */
    public TlsLimits withHandshakeTime(Duration value) {
        return new TlsLimits(value, handshakeBytes, closeTime, emptyRecords, keyUpdates, earlyWriteBytes);
    }

    /** The same but for the bytes of the handshake. */
    public TlsLimits withHandshakeBytes(int value) {
        return new TlsLimits(handshakeTime, value, closeTime, emptyRecords, keyUpdates, earlyWriteBytes);
    }

    /** The same but for the wait at closing. */
    public TlsLimits withCloseTime(Duration value) {
        return new TlsLimits(handshakeTime, handshakeBytes, value, emptyRecords, keyUpdates, earlyWriteBytes);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
        }
    }
}

package dev.sennit.transport.spi;

import dev.sennit.transport.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How long a handshake may take.
 *
 * @param length zero or more
 * @param sinceNanos the moment from which it counts, by {@link Clock#nanoTime} of the connection's loop; empty for the moment at
 *     which the handshake begins
 */
public record HandshakeTimeout(Duration length, OptionalLong sinceNanos) {
    /** 30 s from the beginning of the handshake. */
    public static final HandshakeTimeout DEFAULT = of(Duration.ofSeconds(30));

    /** Checks the range. */
    public HandshakeTimeout {
        if (length.isNegative()) {
            throw new IllegalArgumentException("a handshake timeout must be zero or more, not " + length);
        }
    }

    /** Returns a timeout that counts from the beginning of the handshake. */
    public static HandshakeTimeout of(Duration length) {
        return new HandshakeTimeout(length, OptionalLong.empty());
    }

    /** Returns the same timeout, counted from a moment of the loop's clock: for a handshake that is one stage of several. */
    public HandshakeTimeout since(long nanoTime) {
        return new HandshakeTimeout(length, OptionalLong.of(nanoTime));
    }

    /** Returns the time that is left for a handshake that begins now; zero or more. */
    Duration left(Clock clock) {
        if (sinceNanos.isEmpty()) {
            return length;
        }
        Duration left = length.minusNanos(clock.nanoTime() - sinceNanos.getAsLong());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the length, as in "30 s" and "1500 ms". */
    @Override
    public String toString() {
        return length.toMillis() % 1000 == 0 ? length.toSeconds() + " s" : length.toMillis() + " ms";
    }
}

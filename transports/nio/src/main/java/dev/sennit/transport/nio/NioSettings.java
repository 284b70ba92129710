package dev.sennit.transport.nio;

import java.time.Duration;

/**
 * How a {@link NioReactor} works.
 *
 * @param loops how many threads carry connections, 1 or more
 * @param stallLimit how long one callback may hold a loop before that is logged, with the stack that holds it
 * @param closePatience how long, after {@code close()}, a peer may take nothing of what is left to send before the
 *     connection is given up as broken
 * @param lingerPatience how long, after everything was sent and closed, the peer's own end is awaited. Closing sooner
 *     could make the system reset the connection, and the peer lose what was sent to it
 */
public record NioSettings(int loops, Duration stallLimit, Duration closePatience, Duration lingerPatience) {
    /** One loop for each processor, 2 s, 30 s and 2 s. */
    public static final NioSettings DEFAULT = new NioSettings(
            Runtime.getRuntime().availableProcessors(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    /** Checks the ranges. */
    public NioSettings {
        if (loops < 1) {
            throw new IllegalArgumentException("loops must be 1 or more, not " + loops);
        }
        requirePositive("stallLimit", stallLimit);
        requirePositive("closePatience", closePatience);
        requirePositive("lingerPatience", lingerPatience);
    }

    /** The same with another number of loops. */
    public NioSettings withLoops(int value) {
        return new NioSettings(value, stallLimit, closePatience, lingerPatience);
    }

    /** The same with another limit for one callback. */
    public NioSettings withStallLimit(Duration value) {
        return new NioSettings(loops, value, closePatience, lingerPatience);
    }

    /** The same with another patience for peers that do not take what is left to send. */
    public NioSettings withClosePatience(Duration value) {
        return new NioSettings(loops, stallLimit, value, lingerPatience);
    }

    /** The same with another patience for the peer's own end. */
    public NioSettings withLingerPatience(Duration value) {
        return new NioSettings(loops, stallLimit, closePatience, value);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be over zero, not " + value);
        }
    }
}

package dev.sennit.transport.memory;

import java.time.Duration;

/**
 * What the links of a {@link MemoryNetwork} do to what they carry. Chances are from 0 (never) to 1 (always), and are
 * drawn from the network's seed.
 *
 * @param minDelay the least time a piece is under way
 * @param maxDelay the most; pieces of one connection never overtake each other
 * @param minPieceBytes the least size into which bytes are cut, 1 or more; the last piece may be smaller
 * @param maxPieceBytes the most
 * @param resetChance for each write's bytes, that the connection is reset, for both ends, at some byte among them
 * @param dropChance for each write's bytes, that the link is silently lost: neither end hears anything any more
 * @param refuseChance for each connect, that it is refused
 * @param blackholeChance for each connect, that it is never answered
 * @param resetAfterBytes resets each connection after exactly this many bytes in one direction; -1 for never
 */
public record LinkRules(
        Duration minDelay,
        Duration maxDelay,
        int minPieceBytes,
        int maxPieceBytes,
        double resetChance,
        double dropChance,
        double refuseChance,
        double blackholeChance,
        long resetAfterBytes) {
    /** Everything passes, at once and whole. */
    public static final LinkRules DEFAULT =
            new LinkRules(Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0, 0, -1);

    /** Checks the ranges. */
    public LinkRules {
        if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
            throw new IllegalArgumentException(
                    "delays must be 0 <= min <= max, not min " + minDelay + ", max " + maxDelay);
        }
        if (minPieceBytes < 1 || maxPieceBytes < minPieceBytes) {
            throw new IllegalArgumentException(
                    "piece sizes must be 1 <= min <= max, not min " + minPieceBytes + ", max " + maxPieceBytes);
        }
        requireChance("resetChance", resetChance);
        requireChance("dropChance", dropChance);
        requireChance("refuseChance", refuseChance);
        requireChance("blackholeChance", blackholeChance);
        if (resetAfterBytes < -1) {
            throw new IllegalArgumentException("resetAfterBytes must be -1 or more, not " + resetAfterBytes);
        }
    }

    /** The same, but each piece takes as long as drawn from this range. */
    public LinkRules withDelay(Duration min, Duration max) {
        return new LinkRules(
                min,
                max,
                minPieceBytes,
                maxPieceBytes,
                resetChance,
                dropChance,
                refuseChance,
                blackholeChance,
                resetAfterBytes);
    }

    /** The same, but bytes arrive in pieces of 1 up to this size. */
    public LinkRules withSplit(int mostBytes) {
        return withPieces(1, mostBytes);
    }

    /** The same, but bytes arrive in pieces of exactly this size, and what is left. */
    public LinkRules withPieces(int bytes) {
        return withPieces(bytes, bytes);
    }

    /** The same, but with resets. */
    public LinkRules withReset(double chance) {
        return new LinkRules(
                minDelay,
                maxDelay,
                minPieceBytes,
                maxPieceBytes,
                chance,
                dropChance,
                refuseChance,
                blackholeChance,
                resetAfterBytes);
    }

    /** The same, but each connection is reset after exactly this many bytes in one direction. */
    public LinkRules withResetAfter(long bytes) {
        return new LinkRules(
                minDelay,
                maxDelay,
                minPieceBytes,
                maxPieceBytes,
                resetChance,
                dropChance,
                refuseChance,
                blackholeChance,
                bytes);
    }

    /** The same, but with links that are silently lost. */
    public LinkRules withDrop(double chance) {
        return new LinkRules(
                minDelay,
                maxDelay,
                minPieceBytes,
                maxPieceBytes,
                resetChance,
                chance,
                refuseChance,
                blackholeChance,
                resetAfterBytes);
    }

    /** The same, but with connects that are refused. */
    public LinkRules withRefuse(double chance) {
        return new LinkRules(
                minDelay,
                maxDelay,
                minPieceBytes,
                maxPieceBytes,
                resetChance,
                dropChance,
                chance,
                blackholeChance,
                resetAfterBytes);
    }

    /** The same, but with connects that are never answered. */
    public LinkRules withBlackhole(double chance) {
        return new LinkRules(
                minDelay,
                maxDelay,
                minPieceBytes,
                maxPieceBytes,
                resetChance,
                dropChance,
                refuseChance,
                chance,
                resetAfterBytes);
    }

    private LinkRules withPieces(int min, int max) {
        return new LinkRules(
                minDelay, maxDelay, min, max, resetChance, dropChance, refuseChance, blackholeChance, resetAfterBytes);
    }

    private static void requireChance(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }
}

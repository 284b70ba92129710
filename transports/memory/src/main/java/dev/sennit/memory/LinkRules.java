package dev.sennit.memory;

import java.time.Duration;

/**
 * What the links of a {@link MemoryNetwork} do to the bytes that they carry. Immutable: each {@code with} method returns
 * changed rules.
 *
 * <p>Chances are from 0 (never) to 1 (always) and are drawn from the network's seed.
 */
public final class LinkRules {
    /** All bytes pass, at once and whole. */
    public static final LinkRules DEFAULT =
            new LinkRules(Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0, 0, -1);

    private final Duration minDelay;
    private final Duration maxDelay;
    private final int minPieceBytes;
    private final int maxPieceBytes;
    private final double resetChance;
    private final double dropChance;
    private final double refuseChance;
    private final double blackholeChance;
    private final long resetAfterBytes;

    private LinkRules(
            Duration minDelay,
            Duration maxDelay,
            int minPieceBytes,
            int maxPieceBytes,
            double resetChance,
            double dropChance,
            double refuseChance,
            double blackholeChance,
            long resetAfterBytes) {
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
        this.minDelay = minDelay;
        this.maxDelay = maxDelay;
        this.minPieceBytes = minPieceBytes;
        this.maxPieceBytes = maxPieceBytes;
        this.resetChance = resetChance;
        this.dropChance = dropChance;
        this.refuseChance = refuseChance;
        this.blackholeChance = blackholeChance;
        this.resetAfterBytes = resetAfterBytes;
    }

    /** Returns the shortest time that a piece is under way. */
    public Duration minDelay() {
        return minDelay;
    }

    /** Returns the longest time that a piece is under way. Pieces of one connection never overtake each other. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Returns the smallest piece into which bytes are cut, 1 or more; the last piece may be smaller. */
    public int minPieceBytes() {
        return minPieceBytes;
    }

    /** Returns the largest piece into which bytes are cut. */
    public int maxPieceBytes() {
        return maxPieceBytes;
    }

    /** Returns the chance, for the bytes of each write, that the connection is reset for both ends at some byte among them. */
    public double resetChance() {
        return resetChance;
    }

    /** Returns the chance, for the bytes of each write, that the link is silently lost: neither end receives anything any more. */
    public double dropChance() {
        return dropChance;
    }

    /** Returns the chance that a connect is refused. */
    public double refuseChance() {
        return refuseChance;
    }

    /** Returns the chance that a connect is never answered. */
    public double blackholeChance() {
        return blackholeChance;
    }

    /** Returns after how many bytes in one direction each connection is reset; -1 for never. */
    public long resetAfterBytes() {
        return resetAfterBytes;
    }

    /** Returns these rules with delays drawn from this range. */
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

    /** Returns these rules with pieces of 1 up to this size. */
    public LinkRules withSplit(int mostBytes) {
        return withPieces(1, mostBytes);
    }

    /** Returns these rules with pieces of exactly this size; the last may be smaller. */
    public LinkRules withPieces(int bytes) {
        return withPieces(bytes, bytes);
    }

    /** Returns these rules with a chance of resets. */
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

    /** Returns these rules with a reset of each connection after this many bytes in one direction. */
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

    /** Returns these rules with a chance that a link is silently lost. */
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

    /** Returns these rules with a chance that a connect is refused. */
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

    /** Returns these rules with a chance that a connect is never answered. */
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

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
    public static final LinkRules DEFAULT = new LinkRules();

    private Duration minDelay = Duration.ZERO;
    private Duration maxDelay = Duration.ZERO;
    private int minPieceBytes = Integer.MAX_VALUE;
    private int maxPieceBytes = Integer.MAX_VALUE;
    private double resetChance;
    private double dropChance;
    private double refuseChance;
    private double blackholeChance;
    private long resetAfterBytes = -1;

    private LinkRules() {}

    private LinkRules(LinkRules other) {
        minDelay = other.minDelay;
        maxDelay = other.maxDelay;
        minPieceBytes = other.minPieceBytes;
        maxPieceBytes = other.maxPieceBytes;
        resetChance = other.resetChance;
        dropChance = other.dropChance;
        refuseChance = other.refuseChance;
        blackholeChance = other.blackholeChance;
        resetAfterBytes = other.resetAfterBytes;
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
        if (min.isNegative() || max.compareTo(min) < 0) {
            throw new IllegalArgumentException("delays must be 0 <= min <= max, not min " + min + ", max " + max);
        }
        LinkRules changed = new LinkRules(this);
        changed.minDelay = min;
        changed.maxDelay = max;
        return changed;
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
        LinkRules changed = new LinkRules(this);
        changed.resetChance = requireChance("resetChance", chance);
        return changed;
    }

    /** Returns these rules with a reset of each connection after this many bytes in one direction. */
    public LinkRules withResetAfter(long bytes) {
        if (bytes < -1) {
            throw new IllegalArgumentException("resetAfterBytes must be -1 or more, not " + bytes);
        }
        LinkRules changed = new LinkRules(this);
        changed.resetAfterBytes = bytes;
        return changed;
    }

    /** Returns these rules with a chance that a link is silently lost. */
    public LinkRules withDrop(double chance) {
        LinkRules changed = new LinkRules(this);
        changed.dropChance = requireChance("dropChance", chance);
        return changed;
    }

    /** Returns these rules with a chance that a connect is refused. */
    public LinkRules withRefuse(double chance) {
        LinkRules changed = new LinkRules(this);
        changed.refuseChance = requireChance("refuseChance", chance);
        return changed;
    }

    /** Returns these rules with a chance that a connect is never answered. */
    public LinkRules withBlackhole(double chance) {
        LinkRules changed = new LinkRules(this);
        changed.blackholeChance = requireChance("blackholeChance", chance);
        return changed;
    }

    private LinkRules withPieces(int min, int max) {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException("piece sizes must be 1 <= min <= max, not min " + min + ", max " + max);
        }
        LinkRules changed = new LinkRules(this);
        changed.minPieceBytes = min;
        changed.maxPieceBytes = max;
        return changed;
    }

    private static double requireChance(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
        return value;
    }
}

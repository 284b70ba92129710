package dev.sennit.transport;

import java.util.List;

/**
 * How a drain went.
 *
 * @param endedInTime how many connections ended before the deadline
 * @param cutOff who was aborted at the deadline
 */
public record DrainReport(int endedInTime, List<CutOff> cutOff) {
    /** Keeps its own copy of the list. */
    public DrainReport {
        cutOff = List.copyOf(cutOff);
    }

    /**
     * A connection that was aborted at the deadline.
     *
     * @param peer its other end
     * @param protocol the protocol's class, by its simple name
     */
    public record CutOff(Address peer, String protocol) {}
}

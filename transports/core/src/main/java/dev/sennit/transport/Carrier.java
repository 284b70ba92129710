package dev.sennit.transport;

/**
 * A transport as the layer or connection above it sees it: what brings the bytes.
 *
 * <p>A carrier is called on its loop only, and may rely on that; the {@link Connection} at the top of each stack moves
 * calls from other threads there. It owes what is above it the whole contract of {@link Transport} and
 * {@link Protocol}, except that answers of {@code inputEnded} and {@code writePaused} are acted upon by the
 * connection, not by carriers; and that {@code drainRequested} is not theirs to call: the connection does.
 */
public interface Carrier extends Transport {
    /**
     * Sets who is told what arrives, from now on.
     *
     * @param above the next layer, or the connection's own receiver
     */
    void carry(Protocol above);
}

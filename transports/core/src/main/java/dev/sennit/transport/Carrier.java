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

    /**
     * Calls back once the bytes that had arrived here at the time of this call have been delivered, or no more input can
     * be delivered. Bytes that wait while reading is paused have not been delivered yet. The default knows of no bytes
     * that wait.
     *
     * @param then called once, in a later turn of the loop; not after {@code connectionLost}. A second call of this method
     *     takes the place of the first
     */
    default void afterArrived(Runnable then) {
        loop().execute(then);
    }
}

package dev.sennit.transport;

import java.nio.ByteBuffer;

/**
 * The receiving end of one connection: what it is told, in this order.
 *
 * <pre>
 *   connectionMade  dataReceived*  inputEnded?  connectionLost
 * </pre>
 *
 * <p>The rules, each pinned by a contract test of the same number:
 *
 * <ol>
 *   <li>P1: {@code connectionMade} comes first and once. Exactly one {@code connectionLost} follows it, whatever
 *       happens, and nothing follows that.
 *   <li>P2: All callbacks of one connection run on the thread of its {@linkplain Transport#loop() loop}, never two at
 *       a time.
 *   <li>P3: The buffer given to {@code dataReceived} is lent: read-only, valid until the method returns. Copy what you
 *       keep.
 *   <li>P4: A callback that throws ends its connection: the failure is logged once and becomes the cause in
 *       {@code connectionLost}. No other connection notices.
 *   <li>P5: After {@code close()} or {@code abort()} has been called on the loop, only {@code connectionLost} follows.
 *       It never comes from inside that call.
 *   <li>P6: After {@code pauseReading()} has been called on the loop, neither {@code dataReceived} nor
 *       {@code inputEnded} comes until {@code resumeReading()}.
 * </ol>
 *
 * <p>Three callbacks return whether the protocol deals with the matter itself. Each answers {@code false} by default,
 * and then the connection does what is safe.
 */
public interface Protocol {
    /** The connection is open in both directions; layers below have finished their handshakes. */
    default void connectionMade() {}

    /**
     * Bytes arrived, in order, in pieces of any size from 1 up.
     *
     * <p>Bytes that are still in the buffer when this method returns are dropped, wherever its position stands: many
     * protocols look at the bytes and do not move the position, and would otherwise be given the same bytes for ever. A
     * protocol that stops in the middle, because it has paused reading, asks for the rest to be kept with
     * {@link Connection#unread}. What runs a decoder does so: {@code dev.sennit.protocol.DecodedInput}.
     *
     * @param data the bytes between position and limit; lent until this method returns
     */
    void dataReceived(ByteBuffer data);

    /**
     * The peer will send no more (it closed its writing half); writing still works.
     *
     * @return {@code true} to stay open and write on; {@code false}, the default, to have the transport
     *     {@linkplain Transport#close() closed}
     */
    default boolean inputEnded() {
        return false;
    }

    /**
     * More bytes wait to be sent than the {@linkplain WaterMarks high mark}: stop producing, if possible. May be called
     * from inside {@link Transport#write}.
     *
     * @return {@code true} to go on receiving all the same; {@code false}, the default, to have reading paused until
     *     {@link #writeResumed}, which keeps memory bounded for every protocol that writes because it reads. Answer
     *     {@code true} where both sides may send at length without reading, else both may wait for ever
     */
    default boolean writePaused() {
        return false;
    }

    /** The waiting bytes fell to the {@linkplain WaterMarks low mark}: produce again. Follows each {@code writePaused}. */
    default void writeResumed() {}

    /**
     * The listener that accepted this connection is being drained: finish what is under way and close. Bytes that have
     * arrived are still delivered.
     *
     * @return {@code true} if the protocol will close by itself; {@code false}, the default, to have the transport
     *     {@linkplain Transport#close() closed} as soon as the bytes that have arrived by now were delivered
     */
    default boolean drainRequested() {
        return false;
    }

    /**
     * How many bytes the protocol was given and has not used, such as a line without its end. Asked on the loop just before
     * {@link #connectionLost}, whose reason says so.
     *
     * @return 0 or more; 0 by default
     */
    default long unusedBytes() {
        return 0;
    }

    /**
     * The connection is over; nothing else will be called and writes go nowhere.
     *
     * @param reason why, who ended it and what had passed
     */
    default void connectionLost(CloseReason reason) {}
}

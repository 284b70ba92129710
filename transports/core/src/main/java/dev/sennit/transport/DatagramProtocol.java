package dev.sennit.transport;

import dev.sennit.transport.error.DatagramFailedException;
import java.nio.ByteBuffer;

/**
 * What one datagram socket is told, in this order.
 *
 * <pre>
 *   opened  (datagramReceived | receiveFailed | sendFailed)*  closed
 * </pre>
 *
 * <p>A datagram is a message that arrives whole or not at all, without a connection. A reactor opens a socket, and hands it
 * to the protocol that a {@link DatagramProtocolFactory} makes, most often a constructor reference:
 *
 * <pre>
 *   record Echo(DatagramTransport transport) implements DatagramProtocol {
 *       public void datagramReceived(ByteBuffer data, Address from) {
 *           transport.send(data, from);
 *       }
 *   }
 *
 *   reactor.bind(UdpAddress.any(7), DatagramOptions.DEFAULT, Echo::new);
 * </pre>
 *
 * <p>One socket talks to many, each datagram for itself. With {@linkplain DatagramOptions#withPeer a peer} it talks to that
 * one alone. What cannot leave at once waits, within {@link SendLimits}; what went wrong with one datagram is a {@link
 * DatagramFailedException}, and harms no other.
 *
 * <p>What is <em>not</em> promised: over UDP datagrams may be lost, doubled or overtake each other, and nobody is told. Unix
 * sockets lose none and keep the order of each sender.
 *
 * <p>The rules, each pinned by a contract test of the same number; they go on in {@link DatagramTransport} and
 * {@link Reactor}:
 *
 * <ol>
 *   <li>D1: {@code opened} comes first and once. Exactly one {@code closed} follows it, whatever happens, and nothing
 *       follows that. By then the address is free again.
 *   <li>D2: All callbacks of one socket run on the thread of its {@linkplain DatagramTransport#loop() loop}, never two at a
 *       time. None comes from inside a call to the transport, but for {@code writePaused}, which {@code send} may call.
 *   <li>D3: Each datagram is delivered by itself and whole; one without any bytes is a datagram too. The buffer is lent:
 *       read-only, valid until the method returns. Copy what you keep.
 *   <li>D4: A datagram longer than the {@linkplain DatagramOptions#receiveLimitBytes limit} is never delivered cut:
 *       {@code receiveFailed} says who sent it.
 *   <li>D5: A callback that throws is logged, at most once in ten seconds, and the socket lives on, since one peer's
 *       datagram must not end the service of all others. Only {@code opened} that throws ends it.
 *   <li>D6: After {@code close()} or {@code abort()} has been called on the loop, only {@code closed} follows. It never
 *       comes from inside that call.
 *   <li>D7: After {@code pauseReading()} has been called on the loop, neither {@code datagramReceived} nor {@code
 *       receiveFailed} comes until {@code resumeReading()}.
 * </ol>
 */
public interface DatagramProtocol {
    /** The socket is open, and has its address. */
    default void opened() {}

    /**
     * A datagram arrived.
     *
     * @param data its bytes, none or more, between position and limit; lent until this method returns
     * @param from who sent it; {@link UnixAddress#UNNAMED} cannot be answered: it has no name, or one
     *     whose bytes are no text
     */
    void datagramReceived(ByteBuffer data, Address from);

    /**
     * A datagram arrived that was longer than the limit, and is lost.
     *
     * @param from who sent it
     * @param why with the limit
     */
    default void receiveFailed(Address from, DatagramFailedException why) {}

    /**
     * A datagram could not be sent, or the system tells that an earlier one did not arrive. That none such comes does not
     * mean that all arrived.
     *
     * @param to where it should have gone
     * @param why it did not
     */
    default void sendFailed(Address to, DatagramFailedException why) {}

    /**
     * More bytes wait to be sent than the {@linkplain SendLimits#marks high mark}: stop producing, if possible. Sending
     * still works, up to the limits, and to other destinations as before.
     */
    default void writePaused() {}

    /** The waiting bytes fell to the low mark: produce again. Follows each {@code writePaused}, unless the socket ends. */
    default void writeResumed() {}

    /**
     * The socket is closed; nothing else will be called, and what is sent goes nowhere.
     *
     * @param reason why, who ended it and what had passed
     */
    default void closed(CloseReason reason) {}
}

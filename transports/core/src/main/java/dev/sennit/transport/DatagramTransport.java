package dev.sennit.transport;

import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The sending end of one datagram socket, whatever carries it.
 *
 * <p>The rules, each pinned by a contract test of the same number; they begin in {@link DatagramProtocol}:
 *
 * <ol>
 *   <li>D8: Every method may be called from any thread. On the loop a call takes effect before it returns; from elsewhere
 *       it is queued for the loop.
 *   <li>D9: {@code send} takes all bytes before it returns, never blocks, and the caller may reuse the buffer at once.
 *   <li>D10: Datagrams to one destination leave in the order in which one thread sent them. What the loop sends may
 *       overtake what other threads have queued.
 *   <li>D11: What cannot leave at once waits, within the {@link SendLimits}; what finds no room there fails with
 *       {@code NO_ROOM}, and so does what waits for a destination that takes nothing for longer than the limits' timeout.
 *       Such a destination holds up no other, and costs no processor time worth the name.
 *   <li>D12: Once more bytes wait than the high mark, the protocol hears {@code writePaused}, and after they have fallen
 *       to the low mark {@code writeResumed}: strictly by turns.
 *   <li>D13: A datagram that cannot be sent is reported to {@code sendFailed}, in a later turn of the loop. The socket stays
 *       open: a receiver may return. At most 1,024 failures are queued; further ones are merged into one report that carries
 *       their count.
 *   <li>D14: One longer than the system sends fails with {@code TOO_LONG}; it is never cut.
 *   <li>D15: {@code close} stops receiving, sends what waits, then ends the socket; what meanwhile fails makes the end a
 *       {@link CloseReason.Broken}. {@code abort} drops what waits.
 *   <li>D16: Sending after {@code close}, {@code abort} or the socket's end does nothing. So does closing twice, in any
 *       mixture; an {@code abort} cuts a {@code close} short.
 *   <li>D17: A socket with a peer sends to that one and hears that one only. When another takes the peer's place at its
 *       address, it is sent to from then on.
 * </ol>
 */
public interface DatagramTransport {
    /**
     * Sends the bytes between the buffer's position and limit as one datagram, and moves its position to the limit.
     *
     * @param data the bytes, none or more; may be reused at once
     * @param to where to; a peer, if there is one
     * @throws IllegalArgumentException if the socket has another peer than this
     */
    void send(ByteBuffer data, Address to);

    /**
     * Sends one datagram to the peer.
     *
     * @param data the bytes, none or more; may be reused at once
     * @throws IllegalStateException if the socket has no peer
     */
    void send(ByteBuffer data);

    /** Sends these bytes as one datagram. */
    default void send(Bytes data, Address to) {
        send(data.asReadOnlyBuffer(), to);
    }

    /** Sends these bytes as one datagram to the peer. */
    default void send(Bytes data) {
        send(data.asReadOnlyBuffer());
    }

    /** Stops receiving, sends what waits, then ends the socket. */
    void close();

    /** Ends the socket now, dropping what waits to be sent. */
    void abort();

    /**
     * Stops deliveries until {@link #resumeReading}; calling it twice is as good as once. The system keeps what comes
     * meanwhile so far as its buffer holds it: then UDP loses it, and Unix makes the senders wait.
     */
    void pauseReading();

    /** Takes deliveries up again, never from inside this call. */
    void resumeReading();

    /** This end's address; unnamed if it has none. */
    Address local();

    /** The only one that this socket talks to, if it was opened for one. */
    Optional<Address> peer();

    /** The loop on which all callbacks of this socket run: its executor, and its clock. */
    EventLoop loop();

    /**
     * Returns an optional ability, such as {@link Traffic}. From any thread.
     *
     * @param type the type under which the ability is declared; a supertype finds nothing
     * @return the ability, or empty if this socket does not have it
     */
    <T> Optional<T> feature(Class<T> type);
}

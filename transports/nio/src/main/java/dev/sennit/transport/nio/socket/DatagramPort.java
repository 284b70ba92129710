package dev.sennit.transport.nio.socket;

import dev.sennit.transport.Address;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open datagram socket, bound, and connected if it has a peer. On its loop, except where stated. */
public interface DatagramPort extends PollChannel {
    /** The real address. Any thread. */
    Address local();

    /**
     * Whether {@code OP_WRITE} tells when there is room again, for whatever waits. If not, it is the receivers who have no
     * room, each for himself, and the system tells nothing.
     */
    boolean tellsOfRoom();

    /**
     * Sends one datagram.
     *
     * @param to the peer, if there is one
     * @return false if there is no room now; nothing was sent then
     * @throws dev.sennit.transport.error.DatagramFailedException if it cannot be sent
     */
    boolean send(ByteBuffer data, Address to);

    /**
     * Takes one datagram.
     *
     * @param into a direct buffer; the bytes are put from its position on
     * @return how many bytes the datagram had, as far as is known: more than there was room for if it was cut; -1 if none
     *     waits
     * @throws dev.sennit.transport.error.DatagramFailedException if the system tells that one that was sent before did not arrive
     * @throws IOException if the socket is of no use any more
     */
    int receive(ByteBuffer into) throws IOException;

    /** Who sent the datagram taken last. */
    Address sender();

    /** Closes it, and frees what else belongs to the address. Never throws; any thread, once. */
    @Override
    void close();
}

package dev.sennit.transport;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The top of a stack: the {@link Transport} that a protocol holds, and where the stack is changed while it lives. It makes
 * the rules of {@link Protocol} hold over any carrier and any layers.
 *
 * <p>A protocol finds its connection with {@link #of}. {@link #push}, {@link #replace} and {@link #unread} are called on the
 * loop.
 */
public interface Connection extends Transport {
    /**
     * Returns the connection that a transport is, or that the transport passes its calls on to. From any thread.
     *
     * @throws IllegalArgumentException if the transport is neither a connection nor has one as a
     *     {@linkplain Transport#feature feature}
     */
    static Connection of(Transport transport) {
        if (transport instanceof Connection connection) {
            return connection;
        }
        return transport
                .feature(Connection.class)
                .orElseThrow(() -> new IllegalArgumentException(transport + " belongs to no connection"));
    }

    /**
     * Pushes a layer under the running protocol, above the layers already there.
     *
     * <p>If the stack below is open already, the layer hears {@code connectionMade} at once; the protocol does not hear
     * it again. What the protocol writes from now on goes through the layer. A layer that is pushed while one below it is in
     * its handshake hears {@code connectionMade} when that is done.
     *
     * @param layer new, in no stack yet
     * @param received bytes the protocol was given that are the layer's; none if it has none
     * @throws IllegalStateException while a factory makes the protocol: push before, in
     *     {@link ProtocolFactory#prepare}, or after, from {@code connectionMade} on; while a file is sent; and where bytes are
     *     given to a layer that cannot have received them, since one below is in its handshake
     */
    void push(Layer layer, ByteBuffer received);

    /** Pushes a layer with nothing received for it yet. */
    default void push(Layer layer) {
        push(layer, ByteBuffer.allocate(0));
    }

    /**
     * Puts another protocol in the place of the running one, which hears {@code connectionLost} with
     * {@link CloseReason.HandedOver}. The new one hears {@code connectionMade} before this returns, and then, in a later
     * turn of the loop, the bytes handed over.
     *
     * @param next makes the new protocol; may refuse, which closes the connection
     * @param received bytes the old protocol was given that are the new one's; copied
     */
    void replace(ProtocolFactory<?> next, ByteBuffer received);

    /**
     * Gives back bytes that the protocol was given but may not use yet: they are the first to be delivered again, in a
     * later turn of the loop, once nothing keeps reading paused. So a protocol that takes deliveries apart can stop in the
     * middle when a callback pauses reading. Called on the loop. After the end of the connection it does nothing.
     *
     * @param received the caller may reuse it. The rest of a delivery that was given back before is not copied again
     */
    void unread(ByteBuffer received);

    /** Returns the protocol on top, or empty before it is made. */
    Optional<Protocol> protocol();
}

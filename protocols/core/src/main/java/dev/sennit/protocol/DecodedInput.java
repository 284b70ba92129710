package dev.sennit.protocol;

import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A protocol's input, as events: runs a decoder over what arrives and passes each event to a handler.
 *
 * <p>A protocol holds one, and passes on what it is told: {@link #dataReceived}, {@link #inputEnded} and
 * {@link #unusedBytes}. {@link EventReceiver} is a protocol that does so.
 *
 * <p>A handler may do as it likes in the middle of what has arrived:
 *
 * <ul>
 *   <li>{@link Transport#pauseReading}, and writing more than the high mark: no event follows until reading goes on. What
 *       has arrived is kept, and delivered before anything newer.
 *   <li>{@link Transport#close} and {@link Transport#abort}: no event follows.
 *   <li>{@link #read}: another decoder goes on with the next byte.
 *   <li>{@link #replaceProtocol} and {@link #pushLayer}: the next byte is the other protocol's, or the layer's.
 * </ul>
 *
 * <p>No handler is called from inside another, and none of this makes the stack deeper. Bytes are kept once, whatever is
 * paused how often. All methods are for the connection's loop; the transport must be a {@link Connection}'s, as every
 * factory is given.
 */
public final class DecodedInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Transport transport;
    private final BiConsumer<? super ProtocolException, ? super Bytes> onFault;
    private Reading<?> reading;
    private DecoderInput input = new DecoderInput();
    /** What is being delivered; null between deliveries. */
    private @Nullable ByteBuffer delivered;
    /** What had come before the end of the input, while its last events are delivered. */
    private @Nullable DecoderInput ended;

    private record Reading<E>(Decoder<? extends E> decoder, Consumer<? super E> handler) {}

    /**
     * Creates an input that aborts the connection with the fault when its decoder refuses the peer's bytes.
     *
     * @param decoder the first decoder
     * @param handler called with each event of it
     */
    public <E> DecodedInput(Transport transport, Decoder<? extends E> decoder, Consumer<? super E> handler) {
        this(transport, decoder, handler, (fault, rest) -> transport.abort(fault));
    }

    /**
     * Creates an input.
     *
     * @param decoder the first decoder
     * @param handler called with each event of it
     * @param onFault called when the decoder refuses the peer's bytes, with its exception and all bytes that had arrived
     *     and that no event has used. Where it leaves the connection open, decoding goes on with the next bytes to
     *     arrive
     */
    public <E> DecodedInput(
            Transport transport,
            Decoder<? extends E> decoder,
            Consumer<? super E> handler,
            BiConsumer<? super ProtocolException, ? super Bytes> onFault) {
        this.transport = transport;
        this.reading = new Reading<>(decoder, handler);
        this.onFault = onFault;
    }

    /** Reads with another decoder from the next byte on, which is the first that no event has used. */
    public <E> void read(Decoder<? extends E> decoder, Consumer<? super E> handler) {
        reading = new Reading<>(decoder, handler);
        goOn();
    }

    /** Puts a copy of these bytes in front of those that no event has used: they are the next to be decoded. */
    public void putFirst(ByteBuffer bytes) {
        input.putFirst(bytes);
        goOn();
    }

    /** Decodes what has arrived, and calls the handler with each event: for a protocol's method of this name. */
    public void dataReceived(ByteBuffer data) {
        delivered = data;
        try {
            while (transport.isReading() && deliverNext(reading, data)) {}
        } finally {
            delivered = null;
        }
        if (!transport.isReading()) {
            keep(data);
        }
    }

    /**
     * Calls the handler with the events that the end of the input completes, such as a last line: for a protocol's method
     * of this name. They stop when the handler closes the connection or pauses reading.
     */
    public void inputEnded() {
        DecoderInput last = input;
        ended = last;
        // What the handler reads afterwards, of bytes that it puts first, has not ended.
        input = new DecoderInput();
        try {
            while (transport.isReading() && deliverLast(reading, last)) {}
        } finally {
            ended = null;
        }
        if (last.heldBytes() > 0) {
            input.putFirst(last.takeRest().asReadOnlyBuffer());
        }
    }

    /** Returns how many bytes have arrived and are no event: for a protocol's method of this name. */
    public long unusedBytes() {
        return input.heldBytes();
    }

    /** Removes and returns all bytes that have arrived and that no event has used. */
    public Bytes takeRest() {
        Bytes rest = input.takeRest(delivered == null ? NOTHING : delivered);
        return ended == null ? rest : rest.plus(ended.takeRest());
    }

    /**
     * Puts another protocol in the place of the running one, and hands over the bytes that no event has used.
     *
     * @see Connection#replace
     */
    public void replaceProtocol(ProtocolFactory<?> next) {
        Connection.of(transport).replace(next, takeRest().asReadOnlyBuffer());
    }

    /**
     * Pushes a layer under the running protocol, and hands over the bytes that no event has used. So what a peer sends too
     * early reaches the layer, which refuses it, and is never read as if it had come through the layer.
     *
     * @see Connection#push(Layer, ByteBuffer)
     */
    public void pushLayer(Layer layer) {
        Connection.of(transport).push(layer, takeRest().asReadOnlyBuffer());
    }

    private <E> boolean deliverNext(Reading<E> with, ByteBuffer data) {
        E event;
        try {
            event = input.next(with.decoder(), data);
        } catch (ProtocolException fault) {
            Bytes rest = input.takeRest(data);
            input = new DecoderInput();
            onFault.accept(fault, rest);
            return true;
        }
        if (event == null) {
            return false;
        }
        with.handler().accept(event);
        return true;
    }

    private <E> boolean deliverLast(Reading<E> with, DecoderInput last) {
        E event;
        try {
            event = last.last(with.decoder());
        } catch (ProtocolException fault) {
            onFault.accept(fault, last.takeRest());
            return false;
        }
        if (event == null) {
            return false;
        }
        with.handler().accept(event);
        return true;
    }

    /** Has bytes that are held decoded in a later turn of the loop. In a delivery that goes on by itself. */
    private void goOn() {
        if (delivered == null) {
            keep(NOTHING);
        }
    }

    /** Hands the connection what may not be delivered now: the connection drops it where it is closing. */
    private void keep(ByteBuffer data) {
        if (input.heldBytes() > 0) {
            Connection.of(transport).unread(input.takeRest(data).asReadOnlyBuffer());
        } else if (data.hasRemaining()) {
            Connection.of(transport).unread(data);
        }
    }
}

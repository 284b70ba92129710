package dev.sennit.protocol;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;

/**
 * A protocol whose input is a decoder's events, to extend: {@link #eventReceived} gets each.
 *
 * <p>What a handler of {@link DecodedInput} may do in the middle of what has arrived, {@code eventReceived} may.
 *
 * @param <E> the events
 */
public abstract class EventReceiver<E> implements Protocol {
    private final Transport transport;
    private final DecodedInput input;

    /** Creates a receiver of this decoder's events, which is for this connection alone. */
    protected EventReceiver(Transport transport, Decoder<? extends E> decoder) {
        this.transport = transport;
        this.input = new DecodedInput(transport, decoder, this::eventReceived, this::faultFound);
    }

    /** Called for each event, in order. */
    protected abstract void eventReceived(E event);

    /**
     * Called when the decoder refuses the peer's bytes. By default the connection is aborted with the fault as its cause.
     *
     * @param fault says what is wrong with the bytes
     * @param rest all that had arrived and that no event has used
     */
    protected void faultFound(ProtocolException fault, Bytes rest) {
        transport.abort(fault);
    }

    /** Returns the transport that the constructor was given. */
    protected final Transport transport() {
        return transport;
    }

    /** Returns the input, to read with another decoder, or to hand over what is left of it. */
    protected final DecodedInput input() {
        return input;
    }

    @Override
    public final void dataReceived(ByteBuffer data) {
        input.dataReceived(data);
    }

    /**
     * Reports the events that the end of the input completes. A subclass that overrides this calls it first.
     *
     * @return {@code false}, which closes the connection
     */
    @Override
    public boolean inputEnded() {
        input.inputEnded();
        return false;
    }

    /** Returns how many bytes have arrived and are no event. */
    @Override
    public final long unusedBytes() {
        return input.unusedBytes();
    }
}

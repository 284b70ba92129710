package dev.sennit.protocol.contract;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decoder that is fed, and all that has come out of it. Feeds nothing more after the first failure. */
final class DecoderRun {
    private static final byte OVERWRITTEN = (byte) 0xa5;

    final Decoder<?> decoder;
    final DecoderInput input = new DecoderInput();
    final List<Object> events = new ArrayList<>();
    Optional<ProtocolException> failure = Optional.empty();
    int fed;

    DecoderRun(Decoder<?> decoder) {
        this.decoder = decoder;
    }

    /** Feeds a piece as a transport would: lent, read-only, and overwritten as soon as the call is over. */
    void feed(Bytes piece) {
        if (failure.isPresent()) {
            return;
        }
        ByteBuffer lent = ByteBuffer.wrap(piece.toByteArray());
        ByteBuffer view = lent.asReadOnlyBuffer();
        try {
            for (Object event = input.next(decoder, view); event != null; event = input.next(decoder, view)) {
                events.add(value(event));
            }
            if (view.hasRemaining()) {
                throw new AssertionError(view.remaining() + " of " + piece.length() + " bytes were left in the buffer");
            }
        } catch (ProtocolException thrown) {
            failure = Optional.of(thrown);
        }
        fed += piece.length();
        while (lent.hasRemaining()) {
            lent.put(OVERWRITTEN);
        }
    }

    void feedInPieces(Bytes whole, int... cuts) {
        int from = 0;
        for (int cut : cuts) {
            feed(whole.slice(from, cut));
            from = cut;
        }
        feed(whole.slice(from));
    }

    void end() {
        if (failure.isPresent()) {
            return;
        }
        try {
            for (Object event = input.last(decoder); event != null; event = input.last(decoder)) {
                events.add(value(event));
            }
        } catch (ProtocolException thrown) {
            failure = Optional.of(thrown);
        }
    }

    Outcome outcome() {
        return new Outcome(
                List.copyOf(events),
                failure.<Class<? extends ProtocolException>>map(ProtocolException::getClass),
                failure.isPresent() ? Bytes.EMPTY : input.takeRest());
    }

    /** A view is only valid for now. */
    private static Object value(Object event) {
        return event instanceof ByteBuffer view ? Bytes.copyOf(view) : event;
    }

    /** What a whole input led to. */
    record Outcome(List<Object> events, Optional<Class<? extends ProtocolException>> error, Bytes rest) {}
}

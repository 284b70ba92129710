package dev.sennit.protocol.contract;

import dev.sennit.protocol.Decoder;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One line of a decoder's table: what goes in and what must come out.
 *
 * @param name what it shows, in words
 * @param decoder makes a new decoder
 * @param input all that is fed, before {@code end()}
 * @param events what comes out, in order
 * @param atEnd what comes out behind that once the input has ended
 * @param error the type of what is thrown after the last event, or empty if nothing is
 * @param rest what no event has used, as {@code DecoderInput.takeRest()} returns it; not compared where there is an
 *     error
 */
public record DecoderRow(
        String name,
        Supplier<? extends Decoder<?>> decoder,
        Bytes input,
        List<?> events,
        List<?> atEnd,
        Optional<Class<? extends ProtocolException>> error,
        Bytes rest) {
    /** Starts a row that expects no events, no error and no rest. */
    public static DecoderRow of(String name, Supplier<? extends Decoder<?>> decoder, Bytes input) {
        return new DecoderRow(name, decoder, input, List.of(), List.of(), Optional.empty(), Bytes.EMPTY);
    }

    /** Expects these events. */
    public DecoderRow gives(Object... expected) {
        return new DecoderRow(name, decoder, input, List.copyOf(Arrays.asList(expected)), atEnd, error, rest);
    }

    /** Expects these events behind the others, once the input has ended. */
    public DecoderRow givesAtEnd(Object... expected) {
        return new DecoderRow(name, decoder, input, events, List.copyOf(Arrays.asList(expected)), error, rest);
    }

    /** Expects this failure after the events. */
    public DecoderRow thenFails(Class<? extends ProtocolException> type) {
        return new DecoderRow(name, decoder, input, events, atEnd, Optional.of(type), rest);
    }

    /** Expects these bytes to be left unused. */
    public DecoderRow leaves(Bytes unused) {
        return new DecoderRow(name, decoder, input, events, atEnd, error, unused);
    }

    @Override
    public String toString() {
        return name;
    }
}

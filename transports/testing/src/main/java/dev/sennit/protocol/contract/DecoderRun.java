package dev.sennit.protocol.contract;

import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decoder being fed, and all that has come out of it. Stops feeding at the first failure. */
final class DecoderRun {
    final DecoderSubject decoder;
    final List<Object> events = new ArrayList<>();
    Optional<ProtocolException> failure = Optional.empty();
    int fed;

    DecoderRun(DecoderSubject decoder) {
        this.decoder = decoder;
    }

    /** Feeds a piece as a transport would: lent, read-only, and overwritten as soon as the call is over. */
    void feed(Bytes piece) {
        if (failure.isPresent()) {
            return;
        }
        ByteBuffer lent = ByteBuffer.wrap(piece.toByteArray());
        ByteBuffer view = lent.asReadOnlyBuffer();
        guarded(() -> decoder.feed(view));
        fed += piece.length();
        if (failure.isEmpty() && view.hasRemaining()) {
            throw new AssertionError(
                    "feed left " + view.remaining() + " of " + piece.length() + " bytes in the buffer");
        }
        while (lent.hasRemaining()) {
            lent.put((byte) 0xa5);
        }
        drain();
    }

    void feedInPieces(Bytes input, int... cuts) {
        int from = 0;
        for (int cut : cuts) {
            feed(input.slice(from, cut));
            from = cut;
        }
        feed(input.slice(from));
    }

    void end() {
        if (failure.isEmpty()) {
            guarded(decoder::end);
            drain();
        }
    }

    Outcome outcome() {
        return new Outcome(
                List.copyOf(events),
                failure.<Class<? extends ProtocolException>>map(ProtocolException::getClass),
                failure.isPresent() ? Bytes.EMPTY : decoder.takeRest());
    }

    private void drain() {
        guarded(() -> {
            for (Optional<?> event = decoder.next(); event.isPresent(); event = decoder.next()) {
                events.add(event.get());
            }
        });
    }

    private void guarded(Runnable action) {
        if (failure.isPresent()) {
            return;
        }
        try {
            action.run();
        } catch (ProtocolException thrown) {
            failure = Optional.of(thrown);
        }
    }

    /** What a whole input led to. */
    record Outcome(List<Object> events, Optional<Class<? extends ProtocolException>> error, Bytes rest) {}
}

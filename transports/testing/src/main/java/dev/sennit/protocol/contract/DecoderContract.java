package dev.sennit.protocol.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that every {@link Decoder} keeps, whatever it decodes. To test a decoder, extend this class and say what goes in
 * and what comes out. Neither events nor errors depend on how the input was cut.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DecoderContract {
    private static final int GARBAGE_ROUNDS = 2_000;
    private static final int ENDLESS_BYTES = 64 * 1024;

    /** Creates a contract for one decoder. */
    protected DecoderContract() {}

    /** Returns the table: at least one row that succeeds, one that fails, and one that leaves something. */
    protected abstract List<DecoderRow> rows();

    /** Returns inputs without end that must be refused because of a limit; none if nothing is without a limit. */
    protected abstract List<Flood> floods();

    /** Returns an input of about a million bytes that would be slow if bytes were examined again for each new one. */
    protected abstract Drip drip();

    /** Returns inputs without end in which nothing is wrong; none if the decoder's events come to an end. */
    protected abstract List<Endless> endless();

    /** Returns bytes that mean something to the decoder, of which garbage is made. */
    protected abstract Bytes alphabet();

    /**
     * An input without end that must be refused.
     *
     * @param start is fed first
     * @param repeated is fed over and over after that
     * @param refusedWithinBytes how many repeated bytes are fed at most when {@link LimitExceededException} is thrown
     */
    public record Flood(
            String name, Supplier<? extends Decoder<?>> decoder, Bytes start, Bytes repeated, int refusedWithinBytes) {
        /** A flood from the first byte on. */
        public Flood(String name, Supplier<? extends Decoder<?>> decoder, Bytes repeated, int refusedWithinBytes) {
            this(name, decoder, Bytes.EMPTY, repeated, refusedWithinBytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A long input for a single byte at a time.
     *
     * @param examinedPerByte how many bytes may be examined for each, on average
     */
    public record Drip(Supplier<? extends Decoder<?>> decoder, Bytes input, int examinedPerByte) {}

    /**
     * An input without end in which nothing is wrong.
     *
     * @param repeated is fed over and over
     * @param heldAtMostBytes the most that may be kept of it when more must come
     */
    public record Endless(String name, Supplier<? extends Decoder<?>> decoder, Bytes repeated, int heldAtMostBytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D1_fedWholeItGivesTheExpectedEvents(DecoderRow row) {
        check(row, "whole", run(row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D2_splitAnywhereItGivesTheSame(DecoderRow row) {
        for (int cut = 0; cut <= row.input().length(); cut++) {
            check(row, "split at " + cut, run(row, cut));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D3_fedByteByByteItGivesTheSame(DecoderRow row) {
        check(row, "byte by byte", run(row, everywhere(row.input())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D4_whatHasFailedStaysFailed(DecoderRow row) {
        DecoderRun run = new DecoderRun(row.decoder().get());
        run.feed(row.input());
        run.end();
        run.failure.ifPresent(failure -> {
            ByteBuffer more = row.input().asReadOnlyBuffer();
            assertSame(failure, assertThrows(ProtocolException.class, () -> run.input.next(run.decoder, more)));
            assertSame(failure, assertThrows(ProtocolException.class, () -> run.input.last(run.decoder)));
            assertEquals(row.input().length(), more.remaining(), "a failed input takes no bytes");
        });
        assertEquals(row.error().isPresent(), run.failure.isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D5_unusedBytesCanBeTakenOnceAndAtAnyTime(DecoderRow row) {
        if (row.error().isPresent()) {
            return;
        }
        DecoderRun run = new DecoderRun(row.decoder().get());
        run.feed(row.input());
        Bytes rest = run.input.takeRest();
        if (row.atEnd().isEmpty()) {
            assertEquals(row.rest(), rest);
        } else {
            assertFalse(rest.isEmpty(), "what becomes an event at the end is unused before");
        }
        assertEquals(Bytes.EMPTY, run.input.takeRest());
        run.end();
        assertEquals(row.events(), run.events, "what was taken comes out no more");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void D6_anEventTakesItsOwnBytesAndNoOthers(DecoderRow row) {
        for (int stop = 0; stop <= row.events().size(); stop++) {
            Decoder<?> decoder = row.decoder().get();
            DecoderInput input = new DecoderInput();
            ByteBuffer lent = row.input().asReadOnlyBuffer();
            for (int i = 0; i < stop; i++) {
                assertNotNull(input.next(decoder, lent));
            }
            assertEquals(0, input.heldBytes(), "nothing is copied that one piece holds whole");
            Bytes used = row.input().slice(0, lent.position());
            assertEquals(row.input(), used.plus(input.takeRest(lent)));

            DecoderRun run = new DecoderRun(row.decoder().get());
            run.feed(used);
            assertEquals(row.events().subList(0, stop), run.events);
            assertEquals(0, run.input.heldBytes(), "an event was returned later than its last byte");
        }
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("floods")
    void D7_aLimitHoldsBeforeTheInputEnds(Flood flood) {
        DecoderRun run = new DecoderRun(flood.decoder().get());
        run.feed(flood.start());
        for (int i = 0; run.failure.isEmpty() && i < flood.refusedWithinBytes(); i++) {
            int at = i % flood.repeated().length();
            run.feed(flood.repeated().slice(at, at + 1));
        }
        assertInstanceOf(
                LimitExceededException.class,
                run.failure.orElseThrow(
                        () -> new AssertionError("not refused within " + flood.refusedWithinBytes() + " bytes")));
    }

    @Test
    void D8_aSlowDripCostsTimeInProportionToItsBytes() {
        Drip drip = drip();
        DecoderRun run = new DecoderRun(drip.decoder().get());
        long allowed = (long) drip.examinedPerByte() * drip.input().length();
        for (int at = 0; at < drip.input().length(); at++) {
            run.feed(drip.input().slice(at, at + 1));
            // Checked each time: a decoder that fails this would take hours to come to the end.
            long examined = run.input.examinedBytes();
            assertTrue(examined <= allowed, examined + " bytes examined for " + run.fed);
        }
        assertTrue(run.input.examinedBytes() > 0, "nothing is counted: this suite needs assertions (-ea)");
    }

    @Test
    void D9_garbageLeadsToTheSameHoweverItIsCutAndOnlyToItsOwnException() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<DecoderRow> rows = rows();
        for (int round = 0; round < GARBAGE_ROUNDS; round++) {
            DecoderRow like = rows.get(random.nextInt(rows.size()));
            Bytes garbage = garbage(random);
            String where =
                    "seed " + seed + ", round " + round + ", decoder of \"" + like + "\", hex " + garbage.toHex();
            try {
                DecoderRow row = DecoderRow.of(where, like.decoder(), garbage);
                DecoderRun.Outcome whole = run(row);
                assertEquals(whole, run(row, everywhere(garbage)), where);
                int[] cuts = random.ints(3, 0, garbage.length() + 1).sorted().toArray();
                assertEquals(whole, run(row, cuts), where);
            } catch (RuntimeException escaped) {
                throw new AssertionError(where + ": " + escaped, escaped);
            }
        }
    }

    @Test
    void D10_nothingCanBeFedAfterTheEnd() {
        DecoderRun run = new DecoderRun(drip().decoder().get());
        run.end();
        assertThrows(
                IllegalStateException.class,
                () -> run.input.next(run.decoder, drip().input().asReadOnlyBuffer()));
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("endless")
    void D11_noMoreIsKeptThanOneUnfinishedEvent(Endless endless) {
        for (int pieceBytes : new int[] {1, 7, 4096}) {
            DecoderRun run = new DecoderRun(endless.decoder().get());
            while (run.fed < ENDLESS_BYTES && run.failure.isEmpty()) {
                run.feed(repeated(
                        endless.repeated(), run.fed % endless.repeated().length(), pieceBytes));
                int held = run.input.heldBytes();
                assertTrue(held <= endless.heldAtMostBytes(), held + " bytes kept, fed " + pieceBytes + " at a time");
            }
            assertEquals(Optional.empty(), run.failure);
        }
    }

    private static Bytes repeated(Bytes pattern, int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = pattern.byteAt((from + i) % pattern.length());
        }
        return Bytes.copyOf(bytes);
    }

    private static DecoderRun.Outcome run(DecoderRow row, int... cuts) {
        DecoderRun run = new DecoderRun(row.decoder().get());
        run.feedInPieces(row.input(), cuts);
        run.end();
        return run.outcome();
    }

    private static void check(DecoderRow row, String how, DecoderRun.Outcome outcome) {
        List<Object> events = new ArrayList<>(row.events());
        events.addAll(row.atEnd());
        assertEquals(events, outcome.events(), how);
        assertEquals(row.error(), outcome.error(), how);
        assertEquals(row.error().isPresent() ? Bytes.EMPTY : row.rest(), outcome.rest(), how);
    }

    private static int[] everywhere(Bytes input) {
        return IntStream.range(1, Math.max(1, input.length())).toArray();
    }

    private Bytes garbage(Random random) {
        Bytes alphabet = alphabet();
        byte[] bytes = new byte[random.nextInt(64)];
        for (int i = 0; i < bytes.length; i++) {
            boolean any = alphabet.isEmpty() || random.nextInt(8) == 0;
            bytes[i] = any ? (byte) random.nextInt() : alphabet.byteAt(random.nextInt(alphabet.length()));
        }
        return Bytes.copyOf(bytes);
    }

    /** One decoder that is fed, and all that has come out of it. Feeds nothing more after the first failure. */
    private static final class DecoderRun {
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
                    throw new AssertionError(
                            view.remaining() + " of " + piece.length() + " bytes were left in the buffer");
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
}

package dev.sennit.protocol.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.contract.DecoderRun.Outcome;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every decoder keeps to, whatever it decodes. To test one, extend this class and say what goes in and comes out; an
 * error never depends on how the input was cut either.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DecoderContract {
    private static final int GARBAGE_ROUNDS = 2_000;

    /** Creates a contract for one decoder. */
    protected DecoderContract() {}

    /** Returns the table: at least one row that succeeds, one that fails, and one that leaves something. */
    protected abstract List<DecoderRow> rows();

    /** Returns inputs without end that must be refused because of a limit; none if nothing is without a limit. */
    protected abstract List<Flood> floods();

    /** Returns an input of about a million bytes that would be slow if bytes were looked at again for each new one. */
    protected abstract Drip drip();

    /** Returns bytes that mean something to the decoder, of which garbage is made. */
    protected abstract Bytes alphabet();

    /**
     * An input without end.
     *
     * @param repeated is fed over and over
     * @param refusedWithinBytes fed at most when {@link LimitExceeded} is thrown
     */
    public record Flood(
            String name, Supplier<? extends DecoderSubject> decoder, Bytes repeated, int refusedWithinBytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A long input for a single byte at a time.
     *
     * @param stepsPerByte the cost allowed for each byte, on average
     */
    public record Drip(Supplier<? extends DecoderSubject> decoder, Bytes input, int stepsPerByte) {}

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
    void D4_aFailedDecoderStaysFailed(DecoderRow row) {
        DecoderRun run = new DecoderRun(row.decoder().get());
        run.feed(row.input());
        run.end();
        run.failure.ifPresent(failure -> {
            ByteBuffer more = row.input().asReadOnlyBuffer();
            assertSame(failure, assertThrows(ProtocolException.class, () -> run.decoder.feed(more)));
            assertSame(failure, assertThrows(ProtocolException.class, () -> run.decoder.next()));
            assertSame(failure, assertThrows(ProtocolException.class, () -> run.decoder.next()));
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
        Bytes rest = run.decoder.takeRest();
        if (row.atEnd().isEmpty()) {
            assertEquals(row.rest(), rest);
        } else {
            assertFalse(rest.isEmpty(), "what becomes an event at the end is unused before");
        }
        assertEquals(Bytes.EMPTY, run.decoder.takeRest());
        run.end();
        assertEquals(row.events(), run.events, "what was taken comes out no more");
    }

    @Test
    void D6_whatIsNotYetAskedForCountsAsUnused() {
        DecoderRow row = rows().stream()
                .filter(r -> r.error().isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the table has no row that succeeds"));
        DecoderSubject decoder = row.decoder().get();
        decoder.feed(row.input().asReadOnlyBuffer());
        assertEquals(row.input(), decoder.takeRest());
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("floods")
    void D7_aLimitHoldsBeforeTheInputEnds(Flood flood) {
        DecoderRun run = new DecoderRun(flood.decoder().get());
        for (int i = 0; run.failure.isEmpty() && run.fed < flood.refusedWithinBytes(); i++) {
            int at = i % flood.repeated().length();
            run.feed(flood.repeated().slice(at, at + 1));
        }
        assertInstanceOf(
                LimitExceeded.class,
                run.failure.orElseThrow(
                        () -> new AssertionError("not refused within " + flood.refusedWithinBytes() + " bytes")));
    }

    @Test
    void D8_aSlowDripCostsStepsInProportionToItsBytes() {
        Drip drip = drip();
        DecoderRun run = new DecoderRun(drip.decoder().get());
        long allowed = (long) drip.stepsPerByte() * drip.input().length();
        for (int at = 0; at < drip.input().length(); at++) {
            run.feed(drip.input().slice(at, at + 1));
            // Looked at each time: a decoder that fails this would take hours to come to the end.
            long steps = run.decoder.steps();
            assertTrue(steps <= allowed, steps + " steps for " + run.fed + " bytes");
        }
        assertTrue(run.decoder.steps() > 0, "no steps are counted");
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
                Outcome whole = run(row);
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
        DecoderSubject decoder = drip().decoder().get();
        decoder.end();
        assertThrows(
                IllegalStateException.class, () -> decoder.feed(drip().input().asReadOnlyBuffer()));
    }

    private static Outcome run(DecoderRow row, int... cuts) {
        DecoderRun run = new DecoderRun(row.decoder().get());
        run.feedInPieces(row.input(), cuts);
        run.end();
        return run.outcome();
    }

    private static void check(DecoderRow row, String how, Outcome outcome) {
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
}

package dev.sennit.protocol.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.protocol.contract.DecoderSubject;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LineDecoderTest extends DecoderContract {
    private static final int MEBIBYTE = 1 << 20;

    @Override
    protected List<DecoderRow> rows() {
        return List.of(
                row("two lines", "\r\n", 10, "ab\r\ncd\r\n").gives(a("ab"), a("cd")),
                row("no bytes", "\r\n", 10, ""),
                row("empty lines", "\r\n", 10, "\r\n\r\n").gives(a(""), a("")),
                row("an unfinished line", "\r\n", 10, "ab\r\ncd").gives(a("ab")).leaves(a("cd")),
                row("half a delimiter", "\r\n", 10, "ab\r\ncd\r").gives(a("ab")).leaves(a("cd\r")),
                row("halves of delimiters in a line", "\r\n", 10, "a\rb\nc\r\r\n")
                        .gives(a("a\rb\nc\r")),
                row("only line feeds", "\n", 10, "a\r\nb\n").gives(a("a\r"), a("b")),
                row("a delimiter of two bars", "||", 10, "a|b|||c||").gives(a("a|b"), a("|c")),
                row("only bars", "||", 10, "|||||").gives(a(""), a("")).leaves(a("|")),
                row("a delimiter that overlaps itself", "aab", 10, "aaabaabxaab")
                        .gives(a("a"), a(""), a("x")),
                row("false starts", "aab", 10, "aacaabaaab").gives(a("aac"), a("a")),
                row("a line at the limit", "\r\n", 3, "abc\r\ndef\r\n").gives(a("abc"), a("def")),
                row("a line at the limit, not ended", "\r\n", 3, "abc\r").leaves(a("abc\r")),
                row("a line over the limit", "\r\n", 3, "abcd\r\n").thenFails(LimitExceeded.class),
                row("one over the limit, not ended", "\r\n", 3, "abcd\r").thenFails(LimitExceeded.class),
                row("one too long by part of a delimiter", "\r\n", 3, "abc\r\r\n")
                        .thenFails(LimitExceeded.class),
                row("short lines, then one over the limit", "\r\n", 3, "a\r\nb\r\ncdefgh\r\ni\r\n")
                        .gives(a("a"), a("b"))
                        .thenFails(LimitExceeded.class),
                row("a long delimiter, at the limit", "-----", 2, "ab-----").gives(a("ab")),
                row("a long delimiter, over the limit", "-----", 2, "abc----").thenFails(LimitExceeded.class),
                row("a single byte more than a long delimiter", "-----", 1, "a------")
                        .gives(a("a"))
                        .leaves(a("-")),
                row("CR LF only", LineEnd.CR_LF, 10, "a\rb\nc\r\n").gives(a("a\rb\nc")),
                row("LF only", LineEnd.LF, 10, "a\r\nb\n").gives(a("a\r"), a("b")),
                row("either end", LineEnd.EITHER, 10, "ab\r\ncd\n\n\r\n").gives(a("ab"), a("cd"), a(""), a("")),
                row("a CR that ends nothing", LineEnd.EITHER, 10, "a\rb\r\r\n\rc\n")
                        .gives(a("a\rb\r"), a("\rc")),
                row("either end at the limit", LineEnd.EITHER, 3, "abc\r\ndef\n")
                        .gives(a("abc"), a("def")),
                row("either end, a CR over the limit", LineEnd.EITHER, 3, "abc\r\r\n")
                        .thenFails(LimitExceeded.class),
                row("either end, over the limit", LineEnd.EITHER, 3, "abcd\n").thenFails(LimitExceeded.class),
                row("either end, over the limit and not ended", LineEnd.EITHER, 3, "abcd")
                        .thenFails(LimitExceeded.class),
                row("either end, over the limit behind a CR", LineEnd.EITHER, 3, "abc\rd")
                        .thenFails(LimitExceeded.class),
                row("a last line", LineEnd.CR_LF, 10, "ab\r\ncd").gives(a("ab")).givesAtEnd(a("cd")),
                row("only a last line", LineEnd.LF, 3, "abc").givesAtEnd(a("abc")),
                row("a last line with half an end", LineEnd.CR_LF, 10, "ab\r").givesAtEnd(a("ab\r")),
                row("no last line", LineEnd.EITHER, 10, "ab\n").gives(a("ab")),
                row("a last line over the limit", LineEnd.CR_LF, 3, "abcd").thenFails(LimitExceeded.class),
                row("a last line behind another delimiter", () -> new Subject(new LineDecoder(a("||"), 10)), "a||b|")
                        .gives(a("a"))
                        .givesAtEnd(a("b|")),
                row(
                                "a last line that is dropped",
                                () -> new Subject(new LineDecoder(LineEnd.EITHER, LastLine.DROPPED, 10)),
                                "ab\ncd\r")
                        .gives(a("ab"))
                        .leaves(a("cd\r")));
    }

    @Override
    protected List<Flood> floods() {
        return List.of(
                new Flood("no delimiter", () -> new Subject(a("\r\n"), 100), a("x"), 102),
                new Flood("half delimiters", () -> new Subject(a("||"), 100), a("|x"), 102),
                new Flood("either end", () -> new Subject(new LineDecoder(LineEnd.EITHER, 100)), a("\r"), 102),
                new Flood("the default limit", () -> new Subject(new LineDecoder()), a("x"), 16_386));
    }

    @Override
    protected Drip drip() {
        byte[] drip = new byte[MEBIBYTE + 2];
        Arrays.fill(drip, (byte) '|');
        for (int i = 0; i < MEBIBYTE; i += 2) {
            drip[i] = 'x';
        }
        return new Drip(() -> new Subject(a("||"), MEBIBYTE), Bytes.copyOf(drip), 1);
    }

    @Override
    protected Bytes alphabet() {
        return a("\r\n\r\n||aabx-----");
    }

    @Test
    void keepsEveryByteOfALine() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        LineDecoder decoder = new LineDecoder(a("\r\n"), 256);
        decoder.feed(Bytes.concat(Bytes.of(all), a("\r\n")).asReadOnlyBuffer());
        assertEquals(Optional.of(Bytes.of(all)), decoder.next());
    }

    @Test
    void namesTheLimitInItsFailureAndGivesUpWhatItHolds() {
        LineDecoder decoder = new LineDecoder(a("\r\n"), 3);
        decoder.feed(a("ok\r\ntoo long\r\nmore").asReadOnlyBuffer());
        assertEquals(Optional.of(a("ok")), decoder.next());
        LimitExceeded failure = assertThrows(LimitExceeded.class, decoder::next);
        assertEquals(3, failure.limit());
        assertEquals("line length in bytes over the limit of 3", failure.getMessage());
        assertEquals(a("too long\r\nmore"), decoder.takeRest());
        assertThrows(LimitExceeded.class, decoder::next);
    }

    @Test
    void startsAfreshAfterItsRestWasTaken() {
        LineDecoder decoder = new LineDecoder(a("\r\n"), 8);
        decoder.feed(a("half a\r").asReadOnlyBuffer());
        assertEquals(Optional.empty(), decoder.next());
        assertEquals(a("half a\r"), decoder.takeRest());
        decoder.feed(a("\nx\r\n").asReadOnlyBuffer());
        assertEquals(Optional.of(a("\nx")), decoder.next());
    }

    @Test
    void allowsTheGreatestLimit() {
        LineDecoder decoder = new LineDecoder(a("||"), Integer.MAX_VALUE);
        decoder.feed(a("x||").asReadOnlyBuffer());
        assertEquals(Optional.of(a("x")), decoder.next());
    }

    @Test
    void refusesAnEmptyDelimiterAndALimitBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> new LineDecoder(Bytes.EMPTY, 1));
        assertThrows(IllegalArgumentException.class, () -> new LineDecoder(a("\n"), 0));
    }

    private static DecoderRow row(String name, String delimiter, int limitBytes, String input) {
        return DecoderRow.of(name, () -> new Subject(a(delimiter), limitBytes), a(input));
    }

    private static DecoderRow row(String name, LineEnd end, int limitBytes, String input) {
        return row(name, () -> new Subject(new LineDecoder(end, limitBytes)), input);
    }

    private static DecoderRow row(String name, Supplier<DecoderSubject> decoder, String input) {
        return DecoderRow.of(name, decoder, a(input));
    }

    private static Bytes a(String text) {
        return Bytes.ascii(text);
    }

    private record Subject(LineDecoder decoder) implements DecoderSubject {
        Subject(Bytes delimiter, int limitBytes) {
            this(new LineDecoder(delimiter, LastLine.DROPPED, limitBytes));
        }

        @Override
        public void feed(ByteBuffer data) {
            decoder.feed(data);
        }

        @Override
        public Optional<?> next() {
            return decoder.next();
        }

        @Override
        public void end() {
            decoder.end();
        }

        @Override
        public Bytes takeRest() {
            return decoder.takeRest();
        }

        @Override
        public long steps() {
            return decoder.steps();
        }
    }
}

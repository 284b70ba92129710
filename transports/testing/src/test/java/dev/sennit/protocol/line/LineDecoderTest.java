package dev.sennit.protocol.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
                row("a line over the limit", "\r\n", 3, "abcd\r\n").thenFails(LimitExceededException.class),
                row("one over the limit, not ended", "\r\n", 3, "abcd\r").thenFails(LimitExceededException.class),
                row("one too long by part of a delimiter", "\r\n", 3, "abc\r\r\n")
                        .thenFails(LimitExceededException.class),
                row("short lines, then one over the limit", "\r\n", 3, "a\r\nb\r\ncdefgh\r\ni\r\n")
                        .gives(a("a"), a("b"))
                        .thenFails(LimitExceededException.class),
                row("a long delimiter, at the limit", "-----", 2, "ab-----").gives(a("ab")),
                row("a long delimiter, over the limit", "-----", 2, "abc----").thenFails(LimitExceededException.class),
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
                        .thenFails(LimitExceededException.class),
                row("either end, over the limit", LineEnd.EITHER, 3, "abcd\n").thenFails(LimitExceededException.class),
                row("either end, over the limit and not ended", LineEnd.EITHER, 3, "abcd")
                        .thenFails(LimitExceededException.class),
                row("either end, over the limit behind a CR", LineEnd.EITHER, 3, "abc\rd")
                        .thenFails(LimitExceededException.class),
                row("a last line", LineEnd.CR_LF, 10, "ab\r\ncd").gives(a("ab")).givesAtEnd(a("cd")),
                row("only a last line", LineEnd.LF, 3, "abc").givesAtEnd(a("abc")),
                row("a last line with half an end", LineEnd.CR_LF, 10, "ab\r").givesAtEnd(a("ab\r")),
                row("no last line", LineEnd.EITHER, 10, "ab\n").gives(a("ab")),
                row("a last line over the limit", LineEnd.CR_LF, 3, "abcd").thenFails(LimitExceededException.class),
                row("a last line behind another delimiter", () -> new LineDecoder(a("||"), 10), "a||b|")
                        .gives(a("a"))
                        .givesAtEnd(a("b|")),
                row(
                                "a last line that is dropped",
                                () -> new LineDecoder(LineEnd.EITHER, LastLine.DROPPED, 10),
                                "ab\ncd\r")
                        .gives(a("ab"))
                        .leaves(a("cd\r")));
    }

    @Override
    protected List<Flood> floods() {
        return List.of(
                new Flood("no delimiter", () -> dropping("\r\n", 100), a("x"), 102),
                new Flood("half delimiters", () -> dropping("||", 100), a("|x"), 102),
                new Flood("either end", () -> new LineDecoder(LineEnd.EITHER, 100), a("\r"), 102),
                new Flood("the default limit", LineDecoder::new, a("x"), 16_386));
    }

    @Override
    protected Drip drip() {
        byte[] drip = new byte[MEBIBYTE + 2];
        Arrays.fill(drip, (byte) '|');
        for (int i = 0; i < MEBIBYTE; i += 2) {
            drip[i] = 'x';
        }
        return new Drip(() -> dropping("||", MEBIBYTE), Bytes.copyOf(drip), 3);
    }

    @Override
    protected List<Endless> endless() {
        return List.of(
                new Endless("short lines", LineDecoder::new, a("ab\r\n"), 3),
                new Endless("empty lines", () -> new LineDecoder(LineEnd.EITHER, 1), a("\r\n\n"), 1),
                new Endless("lines at the limit", () -> dropping("||", 100), a("x".repeat(100) + "||"), 101),
                new Endless("views", () -> new LineDecoder().views(), a("ab\r\ncde\r\n"), 4));
    }

    @Override
    protected Bytes alphabet() {
        return a("\r\n\r\n||aabx-----");
    }

    @Test
    void keepsEveryByteOfALine() {
        DecoderInput input = new DecoderInput();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteBuffer data = Bytes.concat(Bytes.of(all), a("\r\n")).asReadOnlyBuffer();
        assertEquals(Bytes.of(all), input.next(new LineDecoder(a("\r\n"), 256), data));
    }

    @Test
    void namesTheLimitInItsFailureAndGivesUpWhatItHolds() {
        DecoderInput input = new DecoderInput();
        LineDecoder decoder = new LineDecoder(a("\r\n"), 3);
        ByteBuffer data = a("ok\r\ntoo long\r\nmore").asReadOnlyBuffer();
        assertEquals(a("ok"), input.next(decoder, data));
        LimitExceededException failure = assertThrows(LimitExceededException.class, () -> input.next(decoder, data));
        assertEquals(3, failure.limit());
        assertEquals("line length in bytes over the limit of 3", failure.getMessage());
        assertEquals(a("too long\r\nmore"), input.takeRest(data));
        assertThrows(LimitExceededException.class, () -> input.next(decoder, data));
    }

    @Test
    void startsAfreshAfterTheRestWasTaken() {
        DecoderInput input = new DecoderInput();
        LineDecoder decoder = new LineDecoder(a("\r\n"), 8);
        assertNull(input.next(decoder, a("half a\r").asReadOnlyBuffer()));
        assertEquals(a("half a\r"), input.takeRest());
        assertEquals(a("\nx"), input.next(decoder, a("\nx\r\n").asReadOnlyBuffer()));
    }

    @Test
    void viewsAreTheBytesReceived() {
        DecoderInput input = new DecoderInput();
        Decoder<ByteBuffer> views = new LineDecoder().views();
        ByteBuffer lent = ByteBuffer.allocateDirect(16)
                .put(new byte[] {'a', 'b', '\r', '\n', 'c'})
                .flip();
        ByteBuffer line = Objects.requireNonNull(input.next(views, lent));
        assertTrue(line.isReadOnly() && line.isDirect(), "not the memory that was lent");
        assertEquals(a("ab"), Bytes.copyOf(line));
        assertNull(input.next(views, lent));
        assertEquals(a("c"), Bytes.copyOf(Objects.requireNonNull(input.last(views))));
    }

    @Test
    void allowsTheGreatestLimit() {
        DecoderInput input = new DecoderInput();
        LineDecoder decoder = new LineDecoder(a("||"), Integer.MAX_VALUE);
        assertEquals(a("x"), input.next(decoder, a("x||").asReadOnlyBuffer()));
    }

    @Test
    void refusesAnEmptyDelimiterAndALimitBelowOne() {
        assertThrows(IllegalArgumentException.class, () -> new LineDecoder(Bytes.EMPTY, 1));
        assertThrows(IllegalArgumentException.class, () -> new LineDecoder(a("\n"), 0));
    }

    private static DecoderRow row(String name, String delimiter, int limitBytes, String input) {
        return DecoderRow.of(name, () -> dropping(delimiter, limitBytes), a(input));
    }

    private static DecoderRow row(String name, LineEnd end, int limitBytes, String input) {
        return row(name, () -> new LineDecoder(end, limitBytes), input);
    }

    private static DecoderRow row(String name, Supplier<Decoder<?>> decoder, String input) {
        return DecoderRow.of(name, decoder, a(input));
    }

    private static LineDecoder dropping(String delimiter, int limitBytes) {
        return new LineDecoder(a(delimiter), LastLine.DROPPED, limitBytes);
    }

    private static Bytes a(String text) {
        return Bytes.ascii(text);
    }
}

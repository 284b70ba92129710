package dev.sennit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerViolationException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseHeadDecoderTest extends DecoderContract {
    private static final int TWO_MEBIBYTES = 2 << 20;

    @Override
    protected List<DecoderRow> rows() {
        return List.of(
                row("a tunnel", "HTTP/1.1 200 Connection established\r\n\r\nhello")
                        .gives(head(200, "Connection established"))
                        .leaves(Bytes.ascii("hello")),
                row("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n").gives(head(200, "OK")),
                row("no reason", "HTTP/1.1 200 \r\n\r\n").gives(head(200, "")),
                row("no reason and no blank", "HTTP/1.1 204\r\n\r\n").gives(head(204, "")),
                row("lines without CR", "HTTP/1.1 200 OK\nA: b\n\nx")
                        .gives(head(200, "OK", "A", "b"))
                        .leaves(Bytes.ascii("x")),
                row(
                                "fields",
                                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nvia:\t1.1 p \t\r\nE:\r\n\r\n")
                        .gives(head(407, "No", "Proxy-Authenticate", "Basic realm=\"x\"", "via", "1.1 p", "E", "")),
                row("a folded field", "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\n\td\r\n\r\n")
                        .gives(head(200, "OK", "A", "b c d")),
                row(
                                "interim responses first",
                                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 x\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\ny")
                        .gives(head(100, "Continue"), head(103, "x", "A", "b"), head(200, "OK"))
                        .leaves(Bytes.ascii("y")),
                row("switching protocols is the last", "HTTP/1.1 101 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
                        .gives(head(101, "x"))
                        .leaves(Bytes.ascii("HTTP/1.1 200 OK\r\n\r\n")),
                row("bytes above ASCII", "HTTP/1.1 502 caf\u00e9\r\nA: \u00ff\r\n\r\n")
                        .gives(head(502, "caf\u00e9", "A", "\u00ff")),
                row("nothing", ""),
                row("half a head", "HTTP/1.1 200 OK\r\nA: b\r\n").leaves(Bytes.ascii("HTTP/1.1 200 OK\r\nA: b\r\n")),
                row("another protocol", "SSH-2.0-x\r\n").thenFails(PeerViolationException.class),
                row("a SOCKS reply", "\u0005\u0000").thenFails(PeerViolationException.class),
                row("HTTP/2", "HTTP/2 200\r\n\r\n").thenFails(PeerViolationException.class),
                row("no status", "HTTP/1.1 OK\r\n\r\n").thenFails(PeerViolationException.class),
                row("a status too high", "HTTP/1.1 600 x\r\n\r\n").thenFails(PeerViolationException.class),
                row("a status of four digits", "HTTP/1.1 2000 x\r\n\r\n").thenFails(PeerViolationException.class),
                row("a control in the reason", "HTTP/1.1 200 a\u0001\r\n\r\n").thenFails(PeerViolationException.class),
                row("a CR in the middle", "HTTP/1.1 200 a\rb\r\n\r\n").thenFails(PeerViolationException.class),
                row("a blank before the colon", "HTTP/1.1 200 OK\r\nA : b\r\nC: d\r\n\r\n")
                        .gives(head(200, "OK", "C", "d")),
                row("a field without a name", "HTTP/1.1 200 OK\r\n: b\r\n\r\n").gives(head(200, "OK")),
                row("a field without a colon", "HTTP/1.1 200 OK\r\nab\r\n\r\n").gives(head(200, "OK")),
                row("a zero byte in a field", "HTTP/1.1 200 OK\r\nA: \u0000\r\n\r\n")
                        .gives(head(200, "OK")),
                row("a fold before any field", "HTTP/1.1 200 OK\r\n b\r\n\r\n").gives(head(200, "OK")),
                limited("a head at the limit", 19, "HTTP/1.1 200 OK\r\n\r\nabc")
                        .gives(head(200, "OK"))
                        .leaves(Bytes.ascii("abc")),
                limited("a head over the limit", 18, "HTTP/1.1 200 OK\r\n\r\n").thenFails(LimitExceededException.class),
                limited(
                                "heads over the limit together",
                                40,
                                "HTTP/1.1 100 A\r\n\r\nHTTP/1.1 100 B\r\n\r\nHTTP/1.1 200 C\r\n\r\n")
                        .gives(head(100, "A"), head(100, "B"))
                        .thenFails(LimitExceededException.class));
    }

    @Override
    protected List<Flood> floods() {
        int most = ResponseHeadDecoder.DEFAULT_LIMIT_BYTES + 1;
        return List.of(
                flood("a line without end", "HTTP/1.1 200 ", "x", most),
                flood("fields without end", "HTTP/1.1 200 OK\r\n", "a:b\r\n", most),
                flood("interim responses without end", "", "HTTP/1.1 100 x\r\n\r\n", most));
    }

    private static Flood flood(String name, String start, String repeated, int most) {
        return new Flood(
                name, ResponseHeadDecoder::new, Bytes.ascii(start), Bytes.ascii(repeated), most - start.length());
    }

    @Override
    protected List<Endless> endless() {
        return List.of();
    }

    @Override
    protected Drip drip() {
        String fields = "name: value\r\n".repeat(80_000);
        Bytes input = Bytes.ascii("HTTP/1.1 200 OK\r\n" + fields + "\r\n");
        return new Drip(() -> new ResponseHeadDecoder(TWO_MEBIBYTES), input, 10);
    }

    @Override
    protected Bytes alphabet() {
        return Bytes.ascii("HTTP/1. 20\r\n:a");
    }

    @Test
    void valuesAreFoundByNameInAnyCase() {
        assertEquals(
                List.of("1", "2"), head(200, "", "a", "1", "B", "x", "A", "2").values("a"));
    }

    @Test
    void errorsShowOnlyAShortPrefix() {
        ByteBuffer data =
                Bytes.ascii("HTTP/1.1 600 " + "x".repeat(1000) + "\r\n\r\n").asReadOnlyBuffer();

        assertEquals(
                "'HTTP/1.1 600 " + "x".repeat(19) + "… (1013 bytes)' is not a status line (RFC 9112, section 4)",
                assertThrows(PeerViolationException.class, () -> new DecoderInput()
                                .next(new ResponseHeadDecoder(), data))
                        .getMessage());
    }

    private static ResponseHead head(int status, String reason, String... namesAndValues) {
        HeaderField[] fields = new HeaderField[namesAndValues.length / 2];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new HeaderField(namesAndValues[2 * i], namesAndValues[2 * i + 1]);
        }
        return new ResponseHead(status, reason, List.of(fields));
    }

    private static DecoderRow row(String name, String input) {
        return limited(name, ResponseHeadDecoder.DEFAULT_LIMIT_BYTES, input);
    }

    private static DecoderRow limited(String name, int limit, String input) {
        return DecoderRow.of(name, () -> new ResponseHeadDecoder(limit), Bytes.latin1(input));
    }
}

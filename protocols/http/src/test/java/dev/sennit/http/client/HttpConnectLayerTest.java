package dev.sennit.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.http.BasicCredentials;
import dev.sennit.http.ResponseHeadDecoder;
import dev.sennit.protocol.contract.HandshakeRow;
import dev.sennit.protocol.contract.HandshakeRow.Sink;
import dev.sennit.protocol.contract.HandshakeRow.Then;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.LimitExceededException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpConnectLayerTest {
    private static final ProxyTarget PASSAGE = ProxyTarget.of(Destination.of("example.org", 443));
    private static final BasicCredentials BOB = new BasicCredentials("bob", "hunter2");
    private static final String VIA = "cannot connect to example.org:443 via http-connect proxy 192.0.2.20:1080: ";
    private static final String BAD = VIA + "its answer is not acceptable: ";

    static Stream<HandshakeRow> rows() {
        return Stream.of(opening(), refused(), hostile(), cutShort()).flatMap(List::stream);
    }

    private static List<HandshakeRow> opening() {
        return List.of(
                says("200", "HTTP/1.1 200 Connection established\r\n\r\n").opensWith(Bytes.EMPTY),
                says("200 of HTTP/1.0 with the target's first bytes", "HTTP/1.0 200 OK\r\nVia: x\r\n\r\nSSH-2.0")
                        .opensWith(Bytes.ascii("SSH-2.0")),
                says("204", "HTTP/1.1 204 No Content\r\n\r\n").opensWith(Bytes.EMPTY),
                says("a length that means nothing", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                        .opensWith(Bytes.ascii("hello")),
                says("no reason", "HTTP/1.1 200\r\n\r\n").opensWith(Bytes.EMPTY),
                says("a field that is none", "HTTP/1.1 200 OK\r\nno colon\r\n\r\nx")
                        .opensWith(Bytes.ascii("x")),
                says("a blank before the colon", "HTTP/1.1 200 OK\r\nVia : x\r\n\r\nx")
                        .opensWith(Bytes.ascii("x")),
                says("bare line feeds", "HTTP/1.1 200 OK\n\nx").opensWith(Bytes.ascii("x")),
                says("interim responses first", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx")
                        .opensWith(Bytes.ascii("x")));
    }

    private static List<HandshakeRow> refused() {
        return List.of(
                says("403", "HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!")
                        .fails(VIA + "it answered 403 Forbidden"),
                says("502", "HTTP/1.1 502 Bad Gateway\r\n\r\n").fails(VIA + "it answered 502 Bad Gateway"),
                says("503", "HTTP/1.1 503 Service Unavailable\r\n\r\n")
                        .fails(VIA + "it answered 503 Service Unavailable"),
                says("403 with a field that is none", "HTTP/1.1 403 Forbidden\r\nno colon\r\n\r\n")
                        .fails(VIA + "it answered 403 Forbidden"),
                says("403 without its end, then silence", "HTTP/1.1 403 Forbidden\r\n")
                        .then(Then.IS_SILENT)
                        .fails(VIA + "it answered 403 Forbidden"),
                says("502 without its end, then closed", "HTTP/1.1 502 Bad Gateway\r\nVia: ")
                        .then(Then.CLOSES)
                        .fails(VIA + "it answered 502 Bad Gateway"),
                says("503 after an interim response", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Busy\r\n")
                        .fails(VIA + "it answered 503 Busy"),
                says("407 with a field that is none", "HTTP/1.1 407 No\r\nbad\r\nProxy-Authenticate: NTLM\r\n\r\n")
                        .fails(VIA + "it wants a login by NTLM; only Basic is spoken (407 No)"),
                says("a redirect", "HTTP/1.1 302 Found\r\nLocation: http://login/\r\n\r\n")
                        .fails(VIA + "it answered 302 Found"),
                says("a reason that plays tricks", "HTTP/1.1 400 \u009b31mred\r\n\r\n")
                        .fails(VIA + "it answered 400 \\x9b31mred"),
                says("407 for a password", "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n")
                        .fails(VIA + "it refused the user 'bob' or the password (407 No)"),
                says("407 for another scheme", "HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n")
                        .fails(VIA + "it wants a login by NTLM; only Basic is spoken (407 No)"),
                says("switching protocols", "HTTP/1.1 101 Switching Protocols\r\n\r\n")
                        .fails(BAD + "it switched protocols, which nobody asked for (RFC 9110, section 9.3.6)"));
    }

    private static List<HandshakeRow> hostile() {
        return List.of(
                says("a SOCKS server", "\5\0")
                        .fails(BAD + "a response begins with 'HTTP/1.', not '\\x05…' (RFC 9112, section 4)"),
                says("HTTP/2", "HTTP/2 200\r\n\r\n")
                        .fails(BAD + "a response begins with 'HTTP/1.', not 'HTTP/2…' (RFC 9112, section 4)"),
                says("a status that is none", "HTTP/1.1 600 Odd\r\n\r\n")
                        .fails(BAD + "'HTTP/1.1 600 Odd' is not a status line (RFC 9112, section 4)"),
                says("no status line, and its end is not there", "HTTP/1.1 4x3 Odd\r\n")
                        .fails(BAD + "'HTTP/1.1 4x3 Odd' is not a status line (RFC 9112, section 4)"));
    }

    private static List<HandshakeRow> cutShort() {
        return List.of(
                says("silence", "").then(Then.IS_SILENT).fails(late()),
                says("half a head", "HTTP/1.1 200 OK\r\n").then(Then.IS_SILENT).fails(late()),
                says("interim responses only", "HTTP/1.1 103 Early Hints\r\n\r\n")
                        .then(Then.IS_SILENT)
                        .fails(late()),
                says("closed at once", "")
                        .then(Then.CLOSES)
                        .fails(VIA + "it closed the connection instead of sending its answer to CONNECT"),
                says("closed in the head", "HTTP/1.1 200 OK\r\nVia: ")
                        .then(Then.CLOSES)
                        .fails(VIA + "it closed the connection instead of sending its answer to CONNECT"),
                says("reset", "HTTP/1.1 2")
                        .then(Then.RESETS)
                        .fails(VIA + "the connection to it broke instead of sending its answer to CONNECT"));
    }

    private static String late() {
        return VIA + "no way was opened within 30 s; waited for its answer to CONNECT";
    }

    private static HandshakeRow says(String name, String answer) {
        return HandshakeRow.row(name, () -> new HttpConnectLayer(PASSAGE, Optional.of(BOB)), Bytes.latin1(answer));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void endsAsTheAnswerSays(HandshakeRow row) {
        row.check();
    }

    private static RecordingTransport<Sink> wire(Optional<BasicCredentials> credentials) {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        Layer layer = new HttpConnectLayer(PASSAGE, credentials);
        return RecordingTransport.with(
                factory.through(() -> layer), TcpAddress.of("192.0.2.10", 5), TcpAddress.of("192.0.2.20", 1080));
    }

    @Test
    void countsWhatItKeepsOfAnAnswer() {
        HttpConnectLayer layer = new HttpConnectLayer(PASSAGE, Optional.empty());
        ProtocolFactory<Sink> factory = transport -> new Sink();
        RecordingTransport<Sink> wire = RecordingTransport.with(factory.through(() -> layer));
        wire.receive("HTTP/1.1 ");
        wire.receive("20");
        assertEquals(11, layer.memory().heldBytes());
        wire.receive("0 OK\r\n\r\nSSH-2.0");
        assertEquals(0, layer.memory().heldBytes());
    }

    @Test
    void asksWithTheNameAndTheLogin() {
        assertEquals(
                Bytes.ascii(String.join(
                        "\r\n",
                        "CONNECT example.org:443 HTTP/1.1",
                        "Host: example.org:443",
                        "Proxy-Authorization: Basic Ym9iOmh1bnRlcjI=",
                        "",
                        "")),
                wire(Optional.of(BOB)).written());
    }

    @Test
    void a407WithoutEndIsToldAsA407() {
        var wire = wire(Optional.empty());
        wire.receive("HTTP/1.1 407 No\r\n" + "A: b\r\n".repeat(3000));
        assertEquals(
                VIA + "it wants a user name and a password, and none were given (407 No)",
                String.valueOf(assertInstanceOf(ConnectFailedException.class, wire.notOpened())
                        .getMessage()));
    }

    @Test
    void saysThatALoginIsMissing() {
        var wire = wire(Optional.empty());
        wire.receive("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
        assertEquals(
                VIA + "it wants a user name and a password, and none were given (407 Proxy Authentication Required)",
                String.valueOf(assertInstanceOf(ConnectFailedException.class, wire.notOpened())
                        .getMessage()));
    }

    @ParameterizedTest
    @CsvSource({
        "401,NOT_PERMITTED",
        "403,NOT_PERMITTED",
        "404,UNREACHABLE",
        "405,UNSUPPORTED",
        "407,NOT_PERMITTED",
        "408,TIMED_OUT",
        "500,OTHER",
        "501,UNSUPPORTED",
        "502,UNREACHABLE",
        "503,REFUSED",
        "504,TIMED_OUT"
    })
    void tellsTheKindOfEachStatus(int status, Kind kind) {
        var wire = wire(Optional.empty());
        wire.receive("HTTP/1.1 " + status + " Whatever\r\n\r\n");
        assertEquals(
                kind,
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).kind());
    }

    @Test
    void aHeadWithoutEndIsBounded() {
        var wire = wire(Optional.empty());
        wire.receive("HTTP/1.1 200 OK\r\n");
        int lines = 0;
        while (wire.notOpened() == null && lines++ < 1000) {
            wire.receive("X-Filler: " + "a".repeat(100) + "\r\n");
        }
        Throwable cause =
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).getCause();
        assertEquals(
                ResponseHeadDecoder.DEFAULT_LIMIT_BYTES,
                assertInstanceOf(LimitExceededException.class, cause).limit());
    }

    @Test
    void interimResponsesWithoutEndAreBounded() {
        var wire = wire(Optional.empty());
        int heads = 0;
        while (wire.notOpened() == null && heads++ < 10_000) {
            wire.receive("HTTP/1.1 100 Continue\r\n\r\n");
        }
        assertTrue(heads < 1_000, "refused after " + heads + " interim responses");
    }

    @Test
    void neverShowsThePassword() {
        var wire = wire(Optional.of(BOB));
        wire.receive("HTTP/1.1 407 No\r\n\r\n");
        assertFalse(String.valueOf(wire.notOpened()).contains("hunter2"));
        assertFalse(BOB.toString().contains("hunter2"));
    }
}

package dev.sennit.socks.client;

import static dev.sennit.protocol.contract.HandshakeRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.protocol.contract.HandshakeRow;
import dev.sennit.protocol.contract.HandshakeRow.Sink;
import dev.sennit.protocol.contract.HandshakeRow.Then;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.socks.SocksLogin;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.PeerViolationException;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SocksClientLayerTest {
    private static final Destination NAME = Destination.of("example.org", 443);
    private static final Destination IPV4 = Destination.of("192.0.2.1", 80);
    private static final TcpAddress PROXY = TcpAddress.of("192.0.2.20", 1080);
    private static final SocksLogin LOGIN = SocksLogin.of("bob", "hunter2");
    private static final String BOUND = "01" + "c0000209" + "d431";

    private static final String VIA_5 = "cannot connect to example.org:443 via socks5 proxy 192.0.2.20:1080: ";
    private static final String VIA_4 = "cannot connect to 192.0.2.1:80 via socks4 proxy 192.0.2.20:1080: ";
    private static final String VIA_4A = "cannot connect to example.org:443 via socks4a proxy 192.0.2.20:1080: ";

    private static Layer plain() {
        return SocksClientLayer.socks5(ProxyTarget.of(NAME));
    }

    private static Layer withLogin() {
        return SocksClientLayer.socks5(ProxyTarget.of(NAME), LOGIN);
    }

    private static Layer four() {
        return SocksClientLayer.socks4(ProxyTarget.of(IPV4), Bytes.ascii("bob"));
    }

    private static Layer fourA() {
        return SocksClientLayer.socks4(ProxyTarget.of(NAME), Bytes.EMPTY);
    }

    static Stream<HandshakeRow> rows() {
        return Stream.of(opening(), refusedIn5(), hostileIn5(), loginIn5(), in4(), cutShort())
                .flatMap(List::stream);
    }

    private static List<HandshakeRow> opening() {
        return List.of(
                five(SocksClientLayerTest::plain, "open", "0500" + "050000" + BOUND)
                        .opensWith(Bytes.EMPTY),
                five(
                                SocksClientLayerTest::plain,
                                "open with the target's first bytes",
                                "0500" + "050000" + BOUND + "4142")
                        .opensWith(Bytes.ascii("AB")),
                five(
                                SocksClientLayerTest::plain,
                                "bound to IPv6",
                                "0500" + "05000004" + "20010db8000000000000000000000001" + "01bb41")
                        .opensWith(Bytes.ascii("A")),
                five(SocksClientLayerTest::plain, "bound to a name", "0500" + "05000003" + "0161" + "01bb41")
                        .opensWith(Bytes.ascii("A")),
                five(SocksClientLayerTest::plain, "bound to a name of no bytes", "0500" + "05000003" + "00" + "000041")
                        .opensWith(Bytes.ascii("A")),
                five(SocksClientLayerTest::plain, "bound to ::1 as a name", "0500" + "05000003" + "033a3a31" + "000741")
                        .opensWith(Bytes.ascii("A")),
                five(
                                SocksClientLayerTest::plain,
                                "bound to a name with a port",
                                "0500" + "05000003" + "03613a31" + "000741")
                        .opensWith(Bytes.ascii("A")),
                five(SocksClientLayerTest::withLogin, "open with a login", "0502" + "0100" + "050000" + BOUND + "41")
                        .opensWith(Bytes.ascii("A")),
                five(SocksClientLayerTest::withLogin, "open though a login was offered", "0500" + "050000" + BOUND)
                        .opensWith(Bytes.EMPTY),
                five(SocksClientLayerTest::withLogin, "a login status of version 5", "0502" + "0500" + "050000" + BOUND)
                        .opensWith(Bytes.EMPTY),
                five(SocksClientLayerTest::four, "4 open", "005a000000000000" + "4142")
                        .opensWith(Bytes.ascii("AB")),
                five(SocksClientLayerTest::fourA, "4a open", "005a0050c0000201").opensWith(Bytes.EMPTY));
    }

    private static List<HandshakeRow> refusedIn5() {
        return List.of(
                refused(1, "general failure of the proxy"),
                refused(2, "not allowed by the proxy's rules"),
                refused(3, "network unreachable"),
                refused(4, "host unreachable"),
                refused(5, "connection refused by the destination"),
                refused(6, "no answer from the destination (TTL expired)"),
                refused(7, "command not supported by the proxy"),
                refused(8, "address type not supported by the proxy"),
                refused(9, "a failure without a known meaning"),
                refused(255, "a failure without a known meaning"),
                five(SocksClientLayerTest::plain, "a failure with address type 0", "0500" + "05010000" + "000000000000")
                        .fails(VIA_5 + "general failure of the proxy (reply 1)"),
                five(SocksClientLayerTest::plain, "a failure with a name of no bytes", "0500" + "05040003" + "000000")
                        .fails(VIA_5 + "host unreachable (reply 4)"),
                five(SocksClientLayerTest::plain, "three bytes of a failure, then silence", "0500" + "050500")
                        .then(Then.IS_SILENT)
                        .fails(VIA_5 + "connection refused by the destination (reply 5)"),
                five(SocksClientLayerTest::plain, "three bytes of a failure, then the end", "0500" + "050500")
                        .then(Then.CLOSES)
                        .fails(VIA_5 + "connection refused by the destination (reply 5)"),
                five(SocksClientLayerTest::four, "4 two bytes of a failure, then silence", "005b")
                        .then(Then.IS_SILENT)
                        .fails(VIA_4 + "rejected or failed (reply 91)"));
    }

    private static HandshakeRow refused(int code, String words) {
        return five(SocksClientLayerTest::plain, "reply " + code, "0500" + "05%02x00".formatted(code) + BOUND)
                .fails(VIA_5 + words + " (reply " + code + ")");
    }

    private static List<HandshakeRow> hostileIn5() {
        String unacceptable = VIA_5 + "its answer is not acceptable: ";
        return List.of(
                five(SocksClientLayerTest::plain, "another version", "0400")
                        .fails(unacceptable + "SOCKS version is 4, not 5 (RFC 1928, section 3)"),
                five(
                                SocksClientLayerTest::plain,
                                "an HTTP server",
                                Bytes.ascii("HTTP/1.1 400 Bad Request\r\n\r\n").toHex())
                        .fails(unacceptable + "SOCKS version is 72 ('H'), not 5 (RFC 1928, section 3)"),
                five(SocksClientLayerTest::plain, "a login nobody offered", "0502")
                        .fails(unacceptable
                                + "it chose login method 2, and those offered were [0] (RFC 1928, section 3)"),
                five(SocksClientLayerTest::plain, "GSSAPI", "0501")
                        .fails(unacceptable
                                + "it wants a login by GSSAPI; user name with password or no login is spoken"),
                five(SocksClientLayerTest::plain, "a method without a meaning", "0580")
                        .fails(unacceptable
                                + "it chose login method 128, and those offered were [0] (RFC 1928, section 3)"),
                five(SocksClientLayerTest::plain, "nothing acceptable", "05ff")
                        .fails(VIA_5 + "it wants a login, and none was given"),
                five(SocksClientLayerTest::plain, "another version in the reply", "0500" + "040000" + BOUND)
                        .fails(unacceptable + "SOCKS version is 4, not 5 (RFC 1928, section 6)"),
                five(SocksClientLayerTest::plain, "an unknown type of address", "0500" + "05000002" + "c0000209d431")
                        .fails(unacceptable + "address type 2 is not known: 1 is IPv4, 3 a name, 4 IPv6"));
    }

    private static List<HandshakeRow> loginIn5() {
        return List.of(
                five(SocksClientLayerTest::withLogin, "login refused", "0502" + "0101")
                        .fails(VIA_5 + "it refused the user 'bob' or the password (status 1)"),
                five(SocksClientLayerTest::withLogin, "login refused with 255", "0502" + "01ff")
                        .fails(VIA_5 + "it refused the user 'bob' or the password (status 255)"),
                five(SocksClientLayerTest::withLogin, "a login status of no version", "0502" + "0000")
                        .fails(VIA_5 + "its answer is not acceptable: version of the login is 0, not 1"
                                + " (RFC 1929, section 2)"),
                five(SocksClientLayerTest::withLogin, "neither is acceptable", "05ff")
                        .fails(VIA_5 + "it takes neither a user name with a password nor no login"),
                five(SocksClientLayerTest::withLogin, "a login, then refused", "0502" + "0100" + "050200" + BOUND)
                        .fails(VIA_5 + "not allowed by the proxy's rules (reply 2)"));
    }

    private static List<HandshakeRow> in4() {
        return List.of(
                five(SocksClientLayerTest::four, "4 rejected", "005b000000000000")
                        .fails(VIA_4 + "rejected or failed (reply 91)"),
                five(SocksClientLayerTest::four, "4 without identd", "005c000000000000")
                        .fails(VIA_4 + "rejected, since the proxy cannot reach an identd at the client (reply 92)"),
                five(SocksClientLayerTest::fourA, "4a with another user", "005d000000000000")
                        .fails(VIA_4A + "rejected, since the client's identd tells another user (reply 93)"),
                five(SocksClientLayerTest::four, "4 unknown reply", "0000000000000000")
                        .fails(VIA_4 + "a failure without a known meaning (reply 0)"),
                five(SocksClientLayerTest::fourA, "4a of version 5", "05ff")
                        .fails(VIA_4A + "its answer is not acceptable: version of a SOCKS 4 reply is 5, not 0"
                                + " (SOCKS 4)"));
    }

    private static List<HandshakeRow> cutShort() {
        String closed = "it closed the connection instead of sending ";
        String late = "no way was opened within 30 s; waited for ";
        return List.of(
                five(SocksClientLayerTest::plain, "silence", "")
                        .then(Then.IS_SILENT)
                        .fails(VIA_5 + late + "its choice of a login"),
                five(SocksClientLayerTest::withLogin, "silence after the login", "0502")
                        .then(Then.IS_SILENT)
                        .fails(VIA_5 + late + "the outcome of the login"),
                five(SocksClientLayerTest::plain, "silence after the choice", "0500")
                        .then(Then.IS_SILENT)
                        .fails(VIA_5 + late + "its answer to the request"),
                five(SocksClientLayerTest::plain, "half a reply", "0500" + "05000001")
                        .then(Then.IS_SILENT)
                        .fails(VIA_5 + late + "its answer to the request"),
                five(SocksClientLayerTest::four, "4 silence", "005a")
                        .then(Then.IS_SILENT)
                        .fails(VIA_4 + late + "its answer to the request"),
                five(SocksClientLayerTest::plain, "closed at once", "")
                        .then(Then.CLOSES)
                        .fails(VIA_5 + closed + "its choice of a login"),
                five(SocksClientLayerTest::withLogin, "closed on the login", "0502")
                        .then(Then.CLOSES)
                        .fails(VIA_5 + closed + "the outcome of the login"),
                five(SocksClientLayerTest::plain, "closed in the reply", "0500" + "050000" + BOUND.substring(0, 8))
                        .then(Then.CLOSES)
                        .fails(VIA_5 + closed + "its answer to the request"),
                five(SocksClientLayerTest::fourA, "4a closed", "")
                        .then(Then.CLOSES)
                        .fails(VIA_4A + closed + "its answer to the request"),
                five(SocksClientLayerTest::plain, "reset", "0500")
                        .then(Then.RESETS)
                        .fails(VIA_5 + "the connection to it broke instead of sending its answer to the request"));
    }

    private static HandshakeRow five(Supplier<Layer> layer, String name, String hex) {
        return row(name, layer, Bytes.hex(hex));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void endsAsTheAnswerSays(HandshakeRow row) {
        row.check();
    }

    private static RecordingTransport<Sink> wire(Layer layer) {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        return RecordingTransport.with(factory.through(() -> layer), TcpAddress.of("192.0.2.10", 5), PROXY);
    }

    @Test
    void sendsTheNameAndNothingBeforeItIsAsked() {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME), LOGIN));
        assertEquals(Bytes.hex("05020002"), wire.written());
        wire.receive(Bytes.hex("0502"));
        assertEquals(Bytes.hex("01" + "03626f62" + "0768756e74657232"), wire.written());
        wire.receive(Bytes.hex("0100"));
        assertEquals(Bytes.hex("05010003" + "0b6578616d706c652e6f7267" + "01bb"), wire.written());
    }

    @Test
    void asksInFourAForAName() {
        var wire = wire(SocksClientLayer.socks4(ProxyTarget.of(NAME), Bytes.ascii("bob")));
        assertEquals(Bytes.hex("040101bb00000001" + "626f6200" + "6578616d706c652e6f726700"), wire.written());
    }

    @Test
    void fourRefusesIpv6BeforeAnythingIsSent() {
        ProxyTarget target = ProxyTarget.of(Destination.of("2001:db8::1", 80));
        assertThrows(IllegalArgumentException.class, () -> SocksClientLayer.socks4(target, Bytes.EMPTY));
        ProxyTarget noAddress = ProxyTarget.of(Destination.of("0.0.0.7", 80));
        assertThrows(IllegalArgumentException.class, () -> SocksClientLayer.socks4(noAddress, Bytes.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({
        "1,OTHER",
        "2,NOT_PERMITTED",
        "3,UNREACHABLE",
        "4,UNREACHABLE",
        "5,REFUSED",
        "6,TIMED_OUT",
        "7,UNSUPPORTED",
        "8,UNSUPPORTED",
        "9,OTHER"
    })
    void tellsTheKindOfEachReply(int code, Kind kind) {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME)));
        wire.receive(Bytes.hex("0500" + "05%02x00".formatted(code) + BOUND));
        ConnectFailedException failed = assertInstanceOf(ConnectFailedException.class, wire.notOpened());
        assertEquals(kind, failed.kind());
    }

    @Test
    void aViolationIsTheCause() {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME)));
        wire.receive(Bytes.hex("04"));
        assertInstanceOf(
                PeerViolationException.class,
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).getCause());
    }

    @Test
    void namesTheProxyAsItIsToldTo() {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME).by("socks5:inner:1080")));
        wire.receive(Bytes.hex("05ff"));
        assertEquals(
                "cannot connect to example.org:443 via socks5:inner:1080: it wants a login, and none was given",
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).getMessage());
    }

    @Test
    void neverShowsThePassword() {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME), LOGIN));
        wire.receive(Bytes.hex("0502" + "0101"));
        assertFalse(String.valueOf(wire.notOpened()).contains("hunter2"));
        assertFalse(LOGIN.toString().contains("hunter2"));
    }

    @Test
    void aDeadlineCountsFromTheMomentGiven() {
        HandshakeTimeout limit = HandshakeTimeout.of(Duration.ofSeconds(5));
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME).within(limit)));
        wire.clock().advance(Duration.ofMillis(4_999));
        assertEquals(null, wire.notOpened());
        wire.clock().advance(Duration.ofMillis(1));
        assertEquals(
                Kind.TIMED_OUT,
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).kind());
    }

    @Test
    void drippingBytesDoesNotPutTheDeadlineOff() {
        var wire = wire(SocksClientLayer.socks5(ProxyTarget.of(NAME)));
        Bytes answer = Bytes.hex("0500" + "05000003" + "ff" + "61".repeat(255) + "01bb");
        for (int i = 0; i < 40; i++) {
            wire.receive(answer.slice(i, i + 1));
            wire.clock().advance(Duration.ofSeconds(1));
        }
        assertEquals(
                Kind.TIMED_OUT,
                assertInstanceOf(ConnectFailedException.class, wire.notOpened()).kind());
    }

    @Test
    void whatAFloodingProxySendsWaitsBelowWhileTheProtocolIsPaused() {
        ProtocolFactory<Sink> factory = transport -> {
            transport.pauseReading();
            return new Sink();
        };
        Layer layer = SocksClientLayer.socks5(ProxyTarget.of(NAME));
        var wire = RecordingTransport.with(factory.through(() -> layer), TcpAddress.of("192.0.2.10", 5), PROXY);
        wire.receive(Bytes.hex("0500" + "050000" + BOUND + "41"));
        wire.receive(Bytes.ascii("B"));
        assertEquals(true, wire.isReadingPaused());
        assertEquals(Bytes.EMPTY, wire.protocol().received());
        wire.transport().resumeReading();
        wire.receive(Bytes.ascii("C"));
        assertEquals(Bytes.ascii("ABC"), wire.protocol().received());
    }

    @Test
    void thePeerIsTheTargetOnceItIsReached() {
        var wire = wire(SocksClientLayer.socks4(ProxyTarget.of(IPV4), Bytes.EMPTY));
        assertEquals(PROXY, wire.transport().peer());
        wire.receive(Bytes.hex("005a000000000000"));
        assertEquals(TcpAddress.of("192.0.2.1", 80), wire.transport().peer());
    }
}

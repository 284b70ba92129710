package dev.sennit.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.haproxy.Origin.Flow;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.HandshakeRow;
import dev.sennit.protocol.contract.HandshakeRow.Sink;
import dev.sennit.protocol.contract.HandshakeRow.Then;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.Layer;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerUnsupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyHeaderReaderTest {
    private static final TcpAddress SERVER = TcpAddress.of("192.0.2.10", 80);
    private static final TcpAddress PROXY = TcpAddress.of("192.0.2.20", 50_000);
    private static final TcpAddress CLIENT = TcpAddress.of("203.0.113.7", 41_000);
    private static final TcpAddress SITE = TcpAddress.of("198.51.100.1", 443);
    private static final Origin ORIGIN = Origin.Ip.tcp(CLIENT, SITE);
    private static final ProxyHeaderRules RULES =
            ProxyHeaderRules.DEFAULT.withTrusted(List.of(IpNetwork.parse("192.0.2.0/24")));

    static Stream<HandshakeRow> rows() {
        Bytes two = ProxyHeader.version2(ORIGIN).encode();
        Bytes withParts = new ProxyHeader(
                        2, ORIGIN, List.of(new Tlv(Tlv.ALPN, Bytes.ascii("h2")), new Tlv(0xee, Bytes.EMPTY)))
                .encodeWithChecksum();
        Bytes spoilt = withParts.slice(0, withParts.length() - 1).plus(Bytes.of((byte) 0x55));
        String closed = "192.0.2.20:1080 closed the connection before its PROXY header was complete"
                + " (PROXY protocol, section 2)";
        return Stream.of(
                says("version 1", Bytes.ascii("PROXY TCP4 203.0.113.7 198.51.100.1 41000 443\r\nGET"))
                        .opensWith(Bytes.ascii("GET")),
                says("version 1, unknown", Bytes.ascii("PROXY UNKNOWN whatever\r\n"))
                        .opensWith(Bytes.EMPTY),
                says("version 2", two.plus(Bytes.ascii("GET"))).opensWith(Bytes.ascii("GET")),
                says("version 2 with parts and a checksum", withParts).opensWith(Bytes.EMPTY),
                says("version 2 with a wrong checksum", spoilt).fails(checksumProblem(spoilt)),
                says("no header", Bytes.ascii("GET / HTTP/1.1\r\n\r\n"))
                        .fails("the connection begins with 'G…', not with a PROXY header (PROXY protocol, section 2)"),
                says("a line without end", Bytes.ascii("PROXY TCP4 " + "1".repeat(100)))
                        .fails("PROXY header of version 1 in bytes over the limit of 107"),
                says("version 2 over the limit", two.slice(0, 14).plus(Bytes.hex("ffff")))
                        .fails("PROXY header of version 2 in bytes over the limit of 4096"),
                says("silence", Bytes.EMPTY)
                        .then(Then.IS_SILENT)
                        .fails("wait for the PROXY header of 192.0.2.20:1080 in ms over the limit of 10000"),
                says("half a header", Bytes.ascii("PROXY TCP4 203.0.113.7"))
                        .then(Then.IS_SILENT)
                        .fails("wait for the PROXY header of 192.0.2.20:1080 in ms over the limit of 10000"),
                says("closed at once", Bytes.EMPTY).then(Then.CLOSES).fails(closed),
                says("closed in the header", Bytes.ascii("PROXY TCP4 2"))
                        .then(Then.CLOSES)
                        .fails(closed),
                says("reset in the header", Bytes.ascii("PROXY TCP4 2"))
                        .then(Then.RESETS)
                        .fails("the connection of 192.0.2.20:1080 broke before its PROXY header was complete"));
    }

    private static String checksumProblem(Bytes spoilt) {
        try {
            return "accepted: " + new DecoderInput().next(new ProxyHeaderDecoder(), spoilt.asReadOnlyBuffer());
        } catch (RuntimeException problem) {
            return String.valueOf(problem.getMessage());
        }
    }

    private static HandshakeRow says(String name, Bytes said) {
        return HandshakeRow.row(name, () -> new ProxyHeaderReader(RULES), said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void endsAsTheHeaderSays(HandshakeRow row) {
        row.check();
    }

    @Test
    void countsWhatItKeepsOfAHeader() {
        ProxyHeaderReader reader = new ProxyHeaderReader(RULES);
        ProtocolFactory<Sink> factory = transport -> new Sink();
        RecordingTransport<Sink> wire = RecordingTransport.with(factory.through(() -> reader), SERVER, PROXY);
        wire.receive("PROXY TCP4 ");
        wire.receive("203");
        assertEquals(14, reader.memory().heldBytes());
        wire.receive(".0.113.7 198.51.100.1 41000 443\r\nGET");
        assertEquals(0, reader.memory().heldBytes());
    }

    private static RecordingTransport<Sink> wire(ProxyHeaderRules rules) {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        return RecordingTransport.with(factory.through(() -> new ProxyHeaderReader(rules)), SERVER, PROXY);
    }

    @Test
    void thePeerIsWhoConnectedToTheProxy() {
        var wire = wire(RULES);
        assertEquals(PROXY, wire.transport().peer());
        wire.receive(ProxyHeader.version2(ORIGIN).encode());
        assertEquals(CLIENT, wire.transport().peer());
        assertEquals(SITE, wire.transport().local());
    }

    @Test
    void allThatTheHeaderSaysIsAFeature() {
        ProxyHeader header = new ProxyHeader(2, ORIGIN, List.of(new Tlv(Tlv.AUTHORITY, Bytes.ascii("site.test"))));
        var wire = wire(RULES);
        assertEquals(Optional.empty(), wire.transport().feature(ProxyHeader.class));
        wire.receive(header.encodeWithChecksum());
        assertEquals(Optional.of(header), wire.transport().feature(ProxyHeader.class));
    }

    @ParameterizedTest
    @MethodSource("originsWithoutAPeer")
    void thePeerStaysTheProxyWhereTheHeaderKnowsNoBetter(Origin origin) {
        var wire = wire(RULES);
        wire.receive(ProxyHeader.version2(origin).encode());
        assertEquals(PROXY, wire.transport().peer());
        assertEquals(SERVER, wire.transport().local());
    }

    static List<Origin> originsWithoutAPeer() {
        return List.of(
                new Origin.Proxy(),
                new Origin.Unknown(),
                new Origin.Ip(Flow.DATAGRAM, CLIENT, SITE),
                new Origin.Unix(Flow.STREAM, Bytes.ascii("/a"), Bytes.ascii("/b")));
    }

    @Test
    void whoIsNotTrustedIsResetBeforeAnythingIsRead() {
        var wire = wire(ProxyHeaderRules.DEFAULT);
        PeerUnsupportedException refused = assertInstanceOf(PeerUnsupportedException.class, wire.notOpened());
        assertEquals("192.0.2.20:50000 is not a trusted proxy; trusted are 127.0.0.0/8, ::1", refused.getMessage());
        assertTrue(wire.isAborted());
    }

    @Test
    void whoIsNotTrustedMayBeTakenWithoutAHeaderAndIsNotBelieved() {
        var wire = wire(ProxyHeaderRules.DEFAULT.withOthers(Others.PLAIN));
        Bytes lie = ProxyHeader.version1(ORIGIN).encode();
        wire.receive(lie);
        assertEquals(lie, wire.protocol().received());
        assertEquals(PROXY, wire.transport().peer());
        assertEquals(Optional.empty(), wire.transport().feature(ProxyHeader.class));
    }

    @Test
    void whatDoesNotComeOverANetworkIsTrusted() {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        Layer reader = new ProxyHeaderReader(ProxyHeaderRules.DEFAULT);
        var wire = RecordingTransport.with(
                factory.through(() -> reader), new MemoryAddress("server"), new MemoryAddress("proxy"));
        wire.receive(ProxyHeader.version1(ORIGIN).encode());
        assertEquals(CLIENT, wire.transport().peer());
    }

    @Test
    void aSlowDripDoesNotPutTheDeadlineOff() {
        var wire = wire(RULES.withLimit(Duration.ofSeconds(3)));
        Bytes header = ProxyHeader.version1(ORIGIN).encode();
        for (int i = 0; i < 4; i++) {
            wire.receive(header.slice(i, i + 1));
            wire.clock().advance(Duration.ofSeconds(1));
        }
        assertInstanceOf(LimitExceededException.class, wire.notOpened());
    }

    @Test
    void aHeaderInTimeTakesTheDeadlineAway() {
        var wire = wire(RULES);
        wire.receive(ProxyHeader.version1(ORIGIN).encode());
        wire.clock().advance(Duration.ofHours(1));
        assertNull(wire.lostReason());
    }

    @Test
    void theWriterTellsOfTheConnectionItself() {
        ProtocolFactory<Sink> factory = transport -> {
            transport.write(Bytes.ascii("GET"));
            return new Sink();
        };
        var wire = RecordingTransport.with(factory.through(() -> ProxyHeaderWriter.ofItself(1)), CLIENT, SITE);
        assertEquals(Bytes.ascii("PROXY TCP4 203.0.113.7 198.51.100.1 41000 443\r\nGET"), wire.written());
    }

    @Test
    void theWriterTellsOfTheConnectionThatIsPassedOn() {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        var accepted = RecordingTransport.with(factory, SITE, CLIENT);
        Layer writer = ProxyHeaderWriter.of(2, accepted.transport());
        var wire = RecordingTransport.with(factory.through(() -> writer), SERVER, PROXY);
        assertEquals(ProxyHeader.version2(ORIGIN).encode(), wire.written());
    }

    @Test
    void theWriterSaysUnknownWhereThereAreNoAddresses() {
        ProtocolFactory<Sink> factory = transport -> new Sink();
        var wire = RecordingTransport.with(factory.through(() -> ProxyHeaderWriter.ofItself(1)));
        assertEquals(Bytes.ascii("PROXY UNKNOWN\r\n"), wire.written());
    }
}

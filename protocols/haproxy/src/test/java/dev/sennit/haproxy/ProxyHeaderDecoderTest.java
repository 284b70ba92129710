package dev.sennit.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.haproxy.Origin.Flow;
import dev.sennit.haproxy.ProxyHeader.SslInfo;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyHeaderDecoderTest extends DecoderContract {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final TcpAddress A4 = TcpAddress.of("192.0.2.1", 56324);
    private static final TcpAddress B4 = TcpAddress.of("198.51.100.2", 443);
    private static final TcpAddress A6 = TcpAddress.of("2001:db8::1", 56324);
    private static final TcpAddress B6 = TcpAddress.of("2001:db8::2", 443);
    private static final String IPV4_BLOCK = "c0000201" + "c6336402" + "dc04" + "01bb";
    private static final String IPV6_BLOCK =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "dc04" + "01bb";
    private static final ProxyHeader V2 = ProxyHeader.version2(Origin.Ip.tcp(A4, B4));
    private static final ProxyHeader UNKNOWN = ProxyHeader.version1(new Origin.Unknown());

    @Override
    protected List<DecoderRow> rows() {
        List<DecoderRow> rows = new ArrayList<>(version1());
        rows.addAll(numbersOfVersion1());
        rows.addAll(version2());
        rows.addAll(version2Broken());
        return rows;
    }

    private static List<DecoderRow> numbersOfVersion1() {
        return List.of(
                text("an octet with a zero in front", "PROXY TCP4 192.0.2.01 198.51.100.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("an octet of two zeros", "PROXY TCP4 192.0.2.1 198.51.100.00 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("a port of two zeros", "PROXY TCP4 192.0.2.1 198.51.100.2 1 00\r\n")
                        .thenFails(PeerViolationException.class),
                text("an octet with a zero in front within IPv6", "PROXY TCP6 ::ffff:192.0.2.01 2001:db8::2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("a group of five digits", "PROXY TCP6 00001::1 2001:db8::2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("an address that the JDK would look up", "PROXY TCP6 .:1 2001:db8::2 1 2\r\n")
                        .thenFails(PeerViolationException.class));
    }

    private static List<DecoderRow> version1() {
        return List.of(
                text("TCP over IPv4", "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\nhello")
                        .gives(ProxyHeader.version1(Origin.Ip.tcp(A4, B4)))
                        .leaves(Bytes.ascii("hello")),
                text("TCP over IPv6", "PROXY TCP6 2001:db8::1 2001:DB8:0:0:0:0:0:2 56324 443\r\n")
                        .gives(ProxyHeader.version1(Origin.Ip.tcp(A6, B6))),
                text("IPv4 mapped into IPv6", "PROXY TCP6 ::ffff:192.0.2.1 2001:db8::2 56324 443\r\n")
                        .gives(ProxyHeader.version1(Origin.Ip.tcp(A4, B6))),
                text("the longest line", "PROXY UNKNOWN " + "f".repeat(91) + "\r\nx")
                        .gives(UNKNOWN)
                        .leaves(Bytes.ascii("x")),
                text("a line too long", "PROXY UNKNOWN " + "f".repeat(92) + "\r\n")
                        .thenFails(LimitExceededException.class),
                text("unknown", "PROXY UNKNOWN\r\n").gives(UNKNOWN),
                text("unknown with anything", "PROXY UNKNOWN ffff::1 \u0001 x\n\r\n")
                        .gives(UNKNOWN),
                text("unknown with more of the word", "PROXY UNKNOWNS\r\n").thenFails(PeerViolationException.class),
                text("highest ports", "PROXY TCP4 192.0.2.1 198.51.100.2 65535 0\r\n")
                        .gives(ProxyHeader.version1(
                                Origin.Ip.tcp(TcpAddress.of("192.0.2.1", 65535), TcpAddress.of("198.51.100.2", 0)))),
                text("a port too high", "PROXY TCP4 192.0.2.1 198.51.100.2 65536 443\r\n")
                        .thenFails(PeerViolationException.class),
                text("a port of many digits", "PROXY TCP4 192.0.2.1 198.51.100.2 99999999999 443\r\n")
                        .thenFails(PeerViolationException.class),
                text("a port with a zero in front", "PROXY TCP4 192.0.2.1 198.51.100.2 0443 443\r\n")
                        .thenFails(PeerViolationException.class),
                text("a port that is a word", "PROXY TCP4 192.0.2.1 198.51.100.2 http 443\r\n")
                        .thenFails(PeerViolationException.class),
                text("an octet too high", "PROXY TCP4 192.0.2.256 198.51.100.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("an octet too few", "PROXY TCP4 192.0.2 198.51.100.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("IPv6 said to be IPv4", "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("IPv4 said to be IPv6", "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("no IPv6 address", "PROXY TCP6 :::1 2001:db8::2 1 2\r\n").thenFails(PeerViolationException.class),
                text("two blanks", "PROXY TCP4  192.0.2.1 198.51.100.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("a blank at the end", "PROXY TCP4 192.0.2.1 198.51.100.2 1 2 \r\n")
                        .thenFails(PeerViolationException.class),
                text("a port missing", "PROXY TCP4 192.0.2.1 198.51.100.2 1\r\n")
                        .thenFails(PeerViolationException.class),
                text("UDP", "PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n").thenFails(PeerViolationException.class),
                text("small letters", "proxy TCP4 192.0.2.1 198.51.100.2 1 2\r\n")
                        .thenFails(PeerViolationException.class),
                text("an HTTP POST", "POST / HTTP/1.1\r\n").thenFails(PeerViolationException.class),
                text("an HTTP GET", "GET").thenFails(PeerViolationException.class),
                text("half a line", "PROXY TCP4 192.0.2.1\r").leaves(Bytes.ascii("PROXY TCP4 192.0.2.1\r")),
                text("nothing", ""));
    }

    private static List<DecoderRow> version2() {
        String unixBlock = path("/run/a") + path("");
        return List.of(
                binary("TCP over IPv4", "21" + "11" + "000c" + IPV4_BLOCK + "6869")
                        .gives(V2)
                        .leaves(Bytes.ascii("hi")),
                binary("UDP over IPv6", "21" + "22" + "0024" + IPV6_BLOCK)
                        .gives(ProxyHeader.version2(new Origin.Ip(Flow.DATAGRAM, A6, B6))),
                binary("a Unix socket", "21" + "31" + "00d8" + unixBlock)
                        .gives(ProxyHeader.version2(new Origin.Unix(Flow.STREAM, Bytes.ascii("/run/a"), Bytes.EMPTY))),
                binary("Unix datagrams", "21" + "32" + "00d8" + unixBlock)
                        .gives(ProxyHeader.version2(
                                new Origin.Unix(Flow.DATAGRAM, Bytes.ascii("/run/a"), Bytes.EMPTY))),
                binary("the proxy for itself", "20" + "00" + "0000").gives(ProxyHeader.version2(new Origin.Proxy())),
                binary("the proxy for itself, whatever follows", "20" + "ff" + "0003" + "0102ff" + "78")
                        .gives(ProxyHeader.version2(new Origin.Proxy()))
                        .leaves(Bytes.ascii("x")),
                binary("unspecified", "21" + "00" + "0000").gives(ProxyHeader.version2(new Origin.Unknown())),
                binary("unspecified with addresses of some form", "21" + "00" + "0004" + "01020304")
                        .gives(ProxyHeader.version2(new Origin.Unknown())),
                binary("unspecified that says more", "21" + "00" + "0005" + "01" + "0002" + "6832")
                        .gives(new ProxyHeader(2, new Origin.Unknown(), List.of(tlv(1, "6832")))),
                binary("parts", "21" + "11" + "0015" + IPV4_BLOCK + "01" + "0002" + "6832" + "e0" + "0001" + "ff")
                        .gives(new ProxyHeader(2, Origin.Ip.tcp(A4, B4), List.of(tlv(1, "6832"), tlv(0xe0, "ff")))),
                binary("a part that is empty", "21" + "11" + "000f" + IPV4_BLOCK + "020000")
                        .gives(new ProxyHeader(2, Origin.Ip.tcp(A4, B4), List.of(tlv(2, "")))),
                binary("parts that fill up", "21" + "11" + "0012" + IPV4_BLOCK + "040003000000")
                        .gives(V2),
                binary(
                                "TLS",
                                "21" + "11" + "0019" + IPV4_BLOCK + "20" + "000a" + "01" + "00000000" + "21" + "0002"
                                        + "7631")
                        .gives(new ProxyHeader(
                                2, Origin.Ip.tcp(A4, B4), List.of(tlv(0x20, "0100000000" + "210002" + "7631")))),
                binary("a checksum", "21" + "11" + "0013" + IPV4_BLOCK + "03" + "0004" + checksum())
                        .gives(V2));
    }

    private static List<DecoderRow> version2Broken() {
        return List.of(
                binary("a wrong checksum", "21" + "11" + "0013" + IPV4_BLOCK + "03" + "0004" + "00000000")
                        .thenFails(PeerViolationException.class),
                binary("a checksum of three bytes", "21" + "11" + "0012" + IPV4_BLOCK + "03" + "0003" + "000000")
                        .thenFails(PeerViolationException.class),
                binary(
                                "two checksums",
                                "21" + "11" + "001a" + IPV4_BLOCK + "030004" + "00000000" + "030004" + "00000000")
                        .thenFails(PeerViolationException.class),
                binary("a part beyond the end", "21" + "11" + "000f" + IPV4_BLOCK + "010001")
                        .thenFails(PeerViolationException.class),
                binary("half a part", "21" + "11" + "000e" + IPV4_BLOCK + "0100")
                        .thenFails(PeerViolationException.class),
                binary("TLS cut short", "21" + "11" + "0013" + IPV4_BLOCK + "20" + "0004" + "01000000")
                        .thenFails(PeerViolationException.class),
                binary(
                                "a part of TLS beyond the end",
                                "21" + "11" + "0017" + IPV4_BLOCK + "20" + "0008" + "0100000000" + "210001")
                        .thenFails(PeerViolationException.class),
                binary("an id too long", "21" + "11" + "0090" + IPV4_BLOCK + "05" + "0081" + "61".repeat(129))
                        .thenFails(PeerViolationException.class),
                binary("version 3", "31" + "11" + "000c" + IPV4_BLOCK).thenFails(PeerViolationException.class),
                binary("an unknown command", "22" + "11" + "000c" + IPV4_BLOCK).thenFails(PeerViolationException.class),
                binary("an unknown family", "21" + "41" + "000c" + IPV4_BLOCK).thenFails(PeerViolationException.class),
                binary("an unspecified transport", "21" + "10" + "000c" + IPV4_BLOCK)
                        .thenFails(PeerViolationException.class),
                binary("an unknown transport", "21" + "13" + "000c" + IPV4_BLOCK)
                        .thenFails(PeerViolationException.class),
                binary("a length too short for the addresses", "21" + "11" + "000b" + IPV4_BLOCK)
                        .thenFails(PeerViolationException.class),
                binary("a length at the limit", "20" + "00" + "0ff0" + "00".repeat(4080))
                        .gives(ProxyHeader.version2(new Origin.Proxy())),
                binary("a length over the limit", "20" + "00" + "0ff1").thenFails(LimitExceededException.class),
                binary("half a header", "21" + "11" + "000c" + "c000").leaves(Bytes.hex(SIGNATURE + "2111000cc000")),
                DecoderRow.of("a wrong signature", ProxyHeaderDecoder::new, Bytes.hex("0d0a0d0a000d0b"))
                        .thenFails(PeerViolationException.class));
    }

    @Override
    protected List<Flood> floods() {
        Bytes start = Bytes.ascii("PROXY UNKNOWN ");
        return List.of(new Flood("a line without end", ProxyHeaderDecoder::new, start, Bytes.ascii("x"), 94));
    }

    @Override
    protected List<Endless> endless() {
        return List.of();
    }

    @Override
    protected Drip drip() {
        Bytes head = Bytes.hex(SIGNATURE + "21" + "11" + "ffff" + IPV4_BLOCK);
        Bytes noop = Bytes.hex("04fff0").plus(Bytes.copyOf(new byte[65_535 - 12 - 3]));
        return new Drip(() -> new ProxyHeaderDecoder(100_000), head.plus(noop), 20);
    }

    @Override
    protected Bytes alphabet() {
        return Bytes.ascii("PROXY TCP4 12.\r\n").plus(Bytes.hex(SIGNATURE));
    }

    @Test
    void whatIsEncodedDecodesToItself() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            ProxyHeader header = any(random);
            assertEquals(header, decode(header.encode()), () -> "seed " + seed);
            assertEquals(header, decode(header.encodeWithChecksum()), () -> "seed " + seed);
        }
    }

    @Test
    void anyBitChangedUnderAChecksumIsNoticed() {
        Bytes good = new ProxyHeader(2, Origin.Ip.tcp(A4, B4), List.of(tlv(2, "616263"))).encodeWithChecksum();
        int summedFrom = 16;
        for (int bit = summedFrom * 8; bit < good.length() * 8; bit++) {
            byte[] bytes = good.toByteArray();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Bytes changed = Bytes.copyOf(bytes);
            if (bytes[31] == 3) {
                int at = bit;
                assertThrows(PeerViolationException.class, () -> decode(changed), () -> "bit " + at);
            }
        }
    }

    @Test
    void partsAreAskedForByTheirMeaning() {
        SslInfo ssl = new SslInfo(
                SslInfo.OVER_TLS | SslInfo.CERTIFICATE_ON_CONNECTION,
                0,
                List.of(
                        new Tlv(SslInfo.VERSION, Bytes.ascii("TLSv1.3")),
                        new Tlv(SslInfo.COMMON_NAME, Bytes.utf8("bob"))));
        ProxyHeader header = decode(new ProxyHeader(
                        2,
                        Origin.Ip.tcp(A4, B4),
                        List.of(
                                new Tlv(Tlv.ALPN, Bytes.ascii("h2")),
                                new Tlv(Tlv.AUTHORITY, Bytes.ascii("example.org")),
                                new Tlv(Tlv.UNIQUE_ID, Bytes.hex("00ff")),
                                ssl.toTlv(),
                                new Tlv(Tlv.NETNS, Bytes.ascii("blue"))))
                .encodeWithChecksum());

        assertEquals(Optional.of("h2"), header.alpn());
        assertEquals(Optional.of("example.org"), header.authority());
        assertEquals(Optional.of(Bytes.hex("00ff")), header.uniqueId());
        assertEquals(Optional.of(ssl), header.ssl());
        assertEquals(Optional.of(Bytes.ascii("blue")), header.value(Tlv.NETNS));
        assertEquals(Optional.of("TLSv1.3"), ssl.text(SslInfo.VERSION));
        assertTrue(ssl.isOverTls() && ssl.hasVerifiedCertificate());
        assertTrue(!new SslInfo(1, 0, List.of()).hasVerifiedCertificate(), "no certificate, so none that is verified");
        assertTrue(!new SslInfo(7, 1, List.of()).hasVerifiedCertificate());
        assertEquals(Optional.empty(), V2.ssl());
    }

    @Test
    void aHeaderThatCannotBeSaidIsRefused() {
        Origin udp = new Origin.Ip(Flow.DATAGRAM, A4, B4);
        List<Tlv> some = List.of(tlv(1, "00"));
        assertThrows(IllegalArgumentException.class, () -> ProxyHeader.version1(udp));
        assertThrows(IllegalArgumentException.class, () -> ProxyHeader.version1(new Origin.Proxy()));
        assertThrows(IllegalArgumentException.class, () -> new ProxyHeader(1, new Origin.Unknown(), some));
        assertThrows(IllegalArgumentException.class, () -> new ProxyHeader(2, new Origin.Proxy(), some));
        assertThrows(IllegalArgumentException.class, () -> new ProxyHeader(3, udp, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ProxyHeader(2, udp, List.of(tlv(3, "00000000"))));
        Tlv long1 = new Tlv(0xe0, Bytes.copyOf(new byte[65_535]));
        assertThrows(IllegalArgumentException.class, () -> new ProxyHeader(2, udp, List.of(long1)).encode());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Origin.Unix(Flow.STREAM, Bytes.copyOf(new byte[109]), Bytes.EMPTY));
    }

    @Test
    void errorsSayWhatWasSeenAndWhatIsRight() {
        assertEquals(
                "the connection begins with 'GET / HTTP/1', not with a PROXY header (PROXY protocol, section 2)",
                problem(Bytes.ascii("GET / HTTP/1.1\r\n")));
        assertEquals(
                "'70000' is not a port (PROXY protocol, section 2.1)",
                problem(Bytes.ascii("PROXY TCP4 192.0.2.1 198.51.100.2 70000 443\r\n")));
        assertEquals(
                "'192.0.2.300' is not an IPv4 address (PROXY protocol, section 2.1)",
                problem(Bytes.ascii("PROXY TCP4 192.0.2.300 198.51.100.2 7000 443\r\n")));
        assertEquals(
                "PROXY header of version 1 in bytes over the limit of 107",
                problem(Bytes.ascii("PROXY TCP4 " + "1".repeat(100))));
    }

    private static String problem(Bytes input) {
        return String.valueOf(
                assertThrows(RuntimeException.class, () -> decode(input)).getMessage());
    }

    private static ProxyHeader decode(Bytes input) {
        ProxyHeader header = new DecoderInput().next(new ProxyHeaderDecoder(100_000), input.asReadOnlyBuffer());
        return Objects.requireNonNull(header, "the header is not complete");
    }

    private static ProxyHeader any(Random random) {
        int version = 1 + random.nextInt(2);
        if (version == 1) {
            return ProxyHeader.version1(
                    random.nextInt(4) == 0 ? new Origin.Unknown() : Origin.Ip.tcp(address(random), address(random)));
        }
        Flow flow = random.nextBoolean() ? Flow.STREAM : Flow.DATAGRAM;
        List<Tlv> tlvs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] value = new byte[random.nextInt(100)];
            random.nextBytes(value);
            tlvs.add(new Tlv(List.of(1, 2, 5, 0x30, 0xe0, 0xff).get(random.nextInt(6)), Bytes.copyOf(value)));
        }
        return switch (random.nextInt(4)) {
            case 0 -> ProxyHeader.version2(new Origin.Proxy());
            case 1 -> new ProxyHeader(2, new Origin.Unknown(), tlvs);
            case 2 -> new ProxyHeader(2, new Origin.Unix(flow, Bytes.ascii("/a"), Bytes.ascii("@b")), tlvs);
            default -> new ProxyHeader(2, new Origin.Ip(flow, address(random), address(random)), tlvs);
        };
    }

    private static TcpAddress address(Random random) {
        TcpAddress ip = List.of(A4, B4, A6, B6).get(random.nextInt(4));
        return new TcpAddress(ip.ip(), random.nextInt(65_536));
    }

    /** Worked out bit by bit elsewhere: a value that does not come from the code under test. */
    private static String checksum() {
        return "20ec9549";
    }

    private static String path(String path) {
        return Bytes.ascii(path).toHex() + "00".repeat(108 - path.length());
    }

    private static Tlv tlv(int type, String hex) {
        return new Tlv(type, Bytes.hex(hex));
    }

    private static DecoderRow text(String name, String input) {
        return DecoderRow.of("1: " + name, ProxyHeaderDecoder::new, Bytes.latin1(input));
    }

    private static DecoderRow binary(String name, String afterSignature) {
        return DecoderRow.of("2: " + name, ProxyHeaderDecoder::new, Bytes.hex(SIGNATURE + afterSignature));
    }
}

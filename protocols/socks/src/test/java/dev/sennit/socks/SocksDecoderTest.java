package dev.sennit.socks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.PeerViolationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SocksDecoderTest extends DecoderContract {
    private static final int MEBIBYTE = 1 << 20;
    private static final Destination IPV4 = Destination.of("192.0.2.1", 80);
    private static final Destination IPV6 = Destination.of("2001:db8::1", 443);
    private static final Destination NAME = Destination.of("example.org", 443);
    private static final String NAME_HEX = "0b" + Bytes.ascii("example.org").toHex();

    @Override
    protected List<DecoderRow> rows() {
        return Stream.of(clientsOf4(), clientsOf5(), servers(), repliesOf5())
                .flatMap(List::stream)
                .toList();
    }

    private static List<DecoderRow> clientsOf4() {
        return List.of(
                client("SOCKS 4 connect", "04010050c0000201" + "626f6200")
                        .gives(new Socks4Request(1, IPV4, Bytes.ascii("bob"))),
                client("SOCKS 4 without a user id", "04010050c000020100")
                        .gives(new Socks4Request(1, IPV4, Bytes.EMPTY)),
                client("SOCKS 4 bind and early data", "04020050c00002010047455420")
                        .gives(new Socks4Request(2, IPV4, Bytes.EMPTY))
                        .leaves(Bytes.ascii("GET ")),
                client("SOCKS 4 unknown command", "04090050c000020100").gives(new Socks4Request(9, IPV4, Bytes.EMPTY)),
                client("SOCKS 4 to 0.0.0.0", "04010050000000000041")
                        .gives(new Socks4Request(1, Destination.of("0.0.0.0", 80), Bytes.EMPTY))
                        .leaves(Bytes.ascii("A")),
                client("SOCKS 4a", "040101bb00000001" + "626f6200" + "6578616d706c652e6f726700" + "4142")
                        .gives(new Socks4Request(1, NAME, Bytes.ascii("bob")))
                        .leaves(Bytes.ascii("AB")),
                client("SOCKS 4a without a user id", "040101bb000000ff" + "00" + "6578616d706c652e6f726700")
                        .gives(new Socks4Request(1, NAME, Bytes.EMPTY)),
                client("SOCKS 4a with an empty name", "040101bb000000010000").thenFails(PeerViolationException.class),
                client("SOCKS 4a with a name with a blank", "040101bb00000001006120620000")
                        .thenFails(PeerViolationException.class),
                client("SOCKS 4a with IPv6 as a name", "040101bb00000001" + "00" + "323030313a6462383a3a3100")
                        .gives(new Socks4Request(1, IPV6, Bytes.EMPTY)),
                client("SOCKS 4a with 0.0.0.7 as a name", "040101bb00000001" + "00" + "302e302e302e3700")
                        .gives(new Socks4Request(1, Destination.of("0.0.0.7", 443), Bytes.EMPTY)),
                client("SOCKS 4 unfinished", "04010050c0000201626f62").leaves(hex("04010050c0000201626f62")),
                client("SOCKS 4 user id at the limit", "04010050c0000201" + "61".repeat(255) + "00")
                        .gives(new Socks4Request(1, IPV4, Bytes.ascii("a".repeat(255)))),
                client("SOCKS 4 user id over the limit", "04010050c0000201" + "61".repeat(256) + "00")
                        .thenFails(LimitExceededException.class),
                client("SOCKS 4a name at the limit", "0401005000000001" + "00" + "61".repeat(255) + "00")
                        .gives(new Socks4Request(1, new Destination.Name("a".repeat(255), 80), Bytes.EMPTY)),
                client("SOCKS 4a name over the limit", "0401005000000001" + "00" + "61".repeat(256) + "00")
                        .thenFails(LimitExceededException.class));
    }

    private static List<DecoderRow> clientsOf5() {
        return List.of(
                client("SOCKS 5 without a login", "050100" + "05010001c00002010050" + "4142")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(1, IPV4))
                        .leaves(Bytes.ascii("AB")),
                client("SOCKS 5 name", "050100" + "05010003" + NAME_HEX + "01bb")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(1, NAME)),
                client("SOCKS 5 IPv6", "050100" + "05020004" + "20010db8000000000000000000000001" + "01bb")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(2, IPV6)),
                client("SOCKS 5 unknown command", "050100" + "05630001c00002010050")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(0x63, IPV4)),
                client("SOCKS 5 unknown address type", "050100" + "05010005c00002010050")
                        .gives(new Socks5Greeting(List.of(0)))
                        .thenFails(PeerUnsupportedException.class),
                client("SOCKS 5 empty name", "050100" + "05010003000050")
                        .gives(new Socks5Greeting(List.of(0)))
                        .thenFails(PeerViolationException.class),
                client("SOCKS 5 IPv6 as a name", "050100" + "05010003" + "0b323030313a6462383a3a31" + "01bb")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(1, IPV6)),
                client("SOCKS 5 IPv4 as a name", "050100" + "05010003" + "093139322e302e322e31" + "0050")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(1, IPV4)),
                client("SOCKS 5 IPv6 with a scope as a name", "050100" + "05010003" + "063a3a31256c6f" + "01bb")
                        .gives(new Socks5Greeting(List.of(0)))
                        .thenFails(PeerViolationException.class),
                client("SOCKS 5 reserved byte set", "050100" + "050109" + "01c00002010050")
                        .gives(new Socks5Greeting(List.of(0)), new Socks5Request(1, IPV4)),
                client("SOCKS 5 with a login", "05020002" + "0103626f620178" + "05010001c00002010050")
                        .gives(
                                new Socks5Greeting(List.of(0, 2)),
                                SocksLogin.of("bob", "x"),
                                new Socks5Request(1, IPV4)),
                client("a login of nothing", "05020002" + "010000")
                        .gives(new Socks5Greeting(List.of(0, 2)), SocksLogin.of("", "")),
                client("a login of the wrong version", "05020002" + "0503626f620178")
                        .gives(new Socks5Greeting(List.of(0, 2)))
                        .thenFails(PeerViolationException.class),
                client("a greeting without methods", "0500").thenFails(PeerViolationException.class),
                client("every method", "05ff" + "01".repeat(255))
                        .gives(new Socks5Greeting(Collections.nCopies(255, 1))),
                client("an HTTP request", "474554202f20").thenFails(PeerViolationException.class),
                client("a request of another version after the greeting", "050100" + "04010001c00002010050")
                        .gives(new Socks5Greeting(List.of(0)))
                        .thenFails(PeerViolationException.class),
                client("nothing", ""));
    }

    private static List<DecoderRow> repliesOf5() {
        return List.of(
                server("SOCKS 5 refused", SocksPart.CHOICE, "0500" + "05050001000000000000")
                        .gives(new Socks5Choice(0), Socks5Reply.of(Socks5Status.CONNECTION_REFUSED))
                        .leaves(hex("0001000000000000")),
                server("SOCKS 5 refused, and no more", SocksPart.CHOICE, "0500" + "0505")
                        .gives(new Socks5Choice(0), Socks5Reply.of(Socks5Status.CONNECTION_REFUSED)),
                server("SOCKS 5 refused with address type 0", SocksPart.CHOICE, "0500" + "05010000")
                        .gives(new Socks5Choice(0), Socks5Reply.of(Socks5Status.GENERAL_FAILURE))
                        .leaves(hex("0000")),
                server(
                                "SOCKS 5 bound to a name of no bytes",
                                SocksPart.CHOICE,
                                "0500" + "05000003" + "00" + "0007" + "41")
                        .gives(new Socks5Choice(0), new Socks5Reply(0, Destination.of("0.0.0.0", 7)))
                        .leaves(Bytes.ascii("A")),
                server("SOCKS 5 bound to IPv6 as a name", SocksPart.CHOICE, "0500" + "05000003" + "033a3a31" + "0007")
                        .gives(new Socks5Choice(0), new Socks5Reply(0, Destination.of("::1", 7))),
                server(
                                "SOCKS 5 bound to a name with a port",
                                SocksPart.CHOICE,
                                "0500" + "05000003" + "03613a31" + "0007")
                        .gives(new Socks5Choice(0), new Socks5Reply(0, Destination.of("0.0.0.0", 7))),
                server("SOCKS 5 bound to an unknown address type", SocksPart.CHOICE, "0500" + "05000000")
                        .gives(new Socks5Choice(0))
                        .thenFails(PeerUnsupportedException.class),
                server("SOCKS 5 unknown reply", SocksPart.CHOICE, "0500" + "05fe0001000000000000")
                        .gives(new Socks5Choice(0), new Socks5Reply(0xfe, Destination.of("0.0.0.0", 0)))
                        .leaves(hex("0001000000000000")));
    }

    private static List<DecoderRow> servers() {
        return List.of(
                server("SOCKS 4 granted", SocksPart.REPLY_4, "005a0050c00002014142")
                        .gives(new Socks4Reply(90, TcpAddress.of("192.0.2.1", 80)))
                        .leaves(Bytes.ascii("AB")),
                server("SOCKS 4 rejected", SocksPart.REPLY_4, "005b000000000000")
                        .gives(Socks4Reply.of(Socks4Status.REJECTED))
                        .leaves(hex("000000000000")),
                server("SOCKS 4 rejected, and no more", SocksPart.REPLY_4, "005c")
                        .gives(Socks4Reply.of(Socks4Status.NO_IDENTD)),
                server("SOCKS 4 reply of version 4", SocksPart.REPLY_4, "045a0050c0000201")
                        .thenFails(PeerViolationException.class),
                server("SOCKS 5 without a login", SocksPart.CHOICE, "0500" + "05000001c000020100504142")
                        .gives(new Socks5Choice(0), new Socks5Reply(0, IPV4))
                        .leaves(Bytes.ascii("AB")),
                server("SOCKS 5 with a login", SocksPart.CHOICE, "0502" + "0100" + "05000003" + NAME_HEX + "01bb")
                        .gives(new Socks5Choice(2), SocksLoginStatus.ACCEPTED, new Socks5Reply(0, NAME)),
                server("SOCKS 5 login refused", SocksPart.CHOICE, "0502" + "0507")
                        .gives(new Socks5Choice(2), new SocksLoginStatus(7)),
                server("SOCKS 5 login status of version 2", SocksPart.CHOICE, "0502" + "0200")
                        .gives(new Socks5Choice(2))
                        .thenFails(PeerViolationException.class),
                server("nothing acceptable", SocksPart.CHOICE, "05ff").gives(new Socks5Choice(0xff)),
                server("an HTTP response", SocksPart.CHOICE, "485454502f").thenFails(PeerViolationException.class),
                server("half a reply", SocksPart.CHOICE, "0500" + "05000001c0")
                        .gives(new Socks5Choice(0))
                        .leaves(hex("05000001c0")));
    }

    @Override
    protected List<Flood> floods() {
        Supplier<Decoder<SocksMessage>> opening = talk(SocksPart.OPENING, 255);
        return List.of(
                new Flood("a user id without end", opening, hex("04010050c0000201"), Bytes.ascii("u"), 256),
                new Flood("a name without end", opening, hex("040100500000000100"), Bytes.ascii("n"), 256));
    }

    @Override
    protected List<Endless> endless() {
        return List.of();
    }

    @Override
    protected Drip drip() {
        byte[] drip = new byte[MEBIBYTE];
        Arrays.fill(drip, (byte) 'u');
        Bytes input = Bytes.concat(hex("04010050c0000201"), Bytes.copyOf(drip), hex("00"));
        return new Drip(talk(SocksPart.OPENING, MEBIBYTE), input, 6);
    }

    @Override
    protected Bytes alphabet() {
        return hex("000102030405fffe61");
    }

    @Test
    void aReplyThatFollowsABindIsAskedFor() {
        SocksDecoder decoder = new SocksDecoder(SocksPart.REPLY);
        Bytes reply = new Socks5Reply(0, IPV4).encode();
        DecoderInput input = new DecoderInput();
        ByteBuffer data = reply.plus(reply).asReadOnlyBuffer();

        assertEquals(new Socks5Reply(0, IPV4), input.next(decoder, data));
        assertNull(input.next(decoder, data));
        decoder.expect(SocksPart.REPLY);
        assertEquals(new Socks5Reply(0, IPV4), input.next(decoder, data));
    }

    @Test
    void whatIsEncodedDecodesToItself() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            check(seed, SocksPart.OPENING, new Socks4Request(octet(random), place(random), octets(random, 255, 1)));
            check(
                    seed,
                    SocksPart.OPENING,
                    new Socks5Greeting(
                            random.ints(1 + random.nextInt(255), 0, 256).boxed().toList()));
            check(seed, SocksPart.LOGIN, new SocksLogin(octets(random, 255, 0), octets(random, 255, 0)));
            check(seed, SocksPart.REQUEST, new Socks5Request(octet(random), place(random)));
            check(seed, SocksPart.REPLY, new Socks5Reply(octet(random), place(random)));
            check(
                    seed,
                    SocksPart.REPLY_4,
                    new Socks4Reply(octet(random), ip(random, 4).address()));
            check(seed, SocksPart.CHOICE, new Socks5Choice(octet(random)));
            check(seed, SocksPart.LOGIN_STATUS, new SocksLoginStatus(octet(random)));
        }
    }

    @Test
    void aMessageThatCannotBeSaidIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Socks4Request(1, IPV4, hex("610062")));
        assertThrows(IllegalArgumentException.class, () -> SocksLogin.of("u".repeat(256), ""));
        assertThrows(IllegalArgumentException.class, () -> SocksLogin.of("", "p".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> new Socks5Greeting(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Socks5Request(256, IPV4));
        assertThrows(IllegalArgumentException.class, () -> new Socks4Reply(0, TcpAddress.of("::1", 1)));
    }

    @Test
    void errorsSayWhatWasSeenAndWhatIsRight() {
        assertEquals("SOCKS version is 71 ('G'), not 4 or 5 (RFC 1928, section 3)", problem("47"));
        assertEquals("SOCKS version is 4, not 5 (RFC 1928, section 4)", problem("05010004"));
        assertEquals("address type 9 is not known: 1 is IPv4, 3 a name, 4 IPv6", problem("05010005010009"));
        assertEquals("SOCKS 4 user id in bytes over the limit of 255", problem("04010050c0000201" + "61".repeat(300)));
    }

    @Test
    void aPasswordIsNotShown() {
        assertTrue(!SocksLogin.of("bob", "hunter2").toString().contains("hunter2"));
    }

    private static String problem(String hex) {
        SocksDecoder decoder = new SocksDecoder(SocksPart.OPENING);
        DecoderInput input = new DecoderInput();
        ByteBuffer data = hex(hex).asReadOnlyBuffer();
        return String.valueOf(assertThrows(RuntimeException.class, () -> {
                    input.next(decoder, data);
                    input.next(decoder, data);
                })
                .getMessage());
    }

    private static void check(long seed, SocksPart part, SocksMessage message) {
        SocksDecoder decoder = new SocksDecoder(part);
        DecoderInput input = new DecoderInput();
        ByteBuffer data = message.encode().plus(hex("abcd")).asReadOnlyBuffer();
        assertEquals(message, input.next(decoder, data), () -> "seed " + seed);
        Bytes after = isFailure(message) ? message.encode().slice(2).plus(hex("abcd")) : hex("abcd");
        assertEquals(after, input.takeRest(data), () -> "seed " + seed + ": " + message);
    }

    private static boolean isFailure(SocksMessage message) {
        return (message instanceof Socks5Reply five && five.code() != 0)
                || (message instanceof Socks4Reply four && four.code() != 90);
    }

    private static int octet(Random random) {
        return random.nextInt(256);
    }

    private static Bytes octets(Random random, int most, int least) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(least, 256);
        }
        return Bytes.copyOf(bytes);
    }

    private static Destination place(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> ip(random, 4);
            case 1 -> ip(random, 16);
            default -> name(random);
        };
    }

    private static Destination.Ip ip(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Destination.Ip.of(Bytes.copyOf(bytes), random.nextInt(65_536));
    }

    private static Destination name(Random random) {
        String name = random.ints(1 + random.nextInt(255), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Destination.Name(name, random.nextInt(65_536));
    }

    private static DecoderRow client(String name, String hex) {
        return DecoderRow.of(name, talk(SocksPart.OPENING, 255), hex(hex));
    }

    private static DecoderRow server(String name, SocksPart first, String hex) {
        return DecoderRow.of(name, talk(first, 255), hex(hex));
    }

    private static Bytes hex(String digits) {
        return Bytes.hex(digits);
    }

    /** As a server would use it: a password is asked for where it is offered. */
    private static Supplier<Decoder<SocksMessage>> talk(SocksPart first, int userIdLimit) {
        return () -> {
            SocksDecoder decoder = new SocksDecoder(first, userIdLimit);
            return input -> {
                SocksMessage message = decoder.decode(input);
                if (message instanceof Socks5Greeting greeting) {
                    boolean login = greeting.methods().contains(SocksMethod.PASSWORD);
                    decoder.expect(login ? SocksPart.LOGIN : SocksPart.REQUEST);
                }
                return message;
            };
        };
    }
}

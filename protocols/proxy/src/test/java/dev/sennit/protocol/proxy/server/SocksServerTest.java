package dev.sennit.protocol.proxy.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.header.TrustedSources;
import dev.sennit.protocol.proxy.server.SocksSettings.Limits;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.memory.LinkRules;
import dev.sennit.transport.memory.MemoryHost;
import dev.sennit.transport.memory.MemoryNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of every kind at a SOCKS server: raw bytes in, raw bytes out, under virtual time. */
class SocksServerTest {
    private static final SocksSettings OPEN = SocksSettings.DEFAULT
            .withClients(TrustedSources.ANYWHERE.networks())
            .withRules(AccessRules.EVERYWHERE);
    private static final Users BOB = Users.of(Map.of("bob", "hunter2"));

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost client = network.host("client");
    private final MemoryHost proxy = network.host("proxy");
    private final MemoryHost site = network.host("site");
    private final List<Talker> visitors = new ArrayList<>();

    /** Says nothing by itself, and keeps what it hears. */
    private static class Talker implements Protocol {
        private final Transport transport;
        private final ByteQueue heard = new ByteQueue();
        private boolean ended;
        private boolean lost;
        private boolean clean;

        Talker(Transport transport) {
            this.transport = transport;
        }

        void say(String hex) {
            transport.write(Bytes.hex(hex));
        }

        String heardHex() {
            return heard.peek(heard.length()).toHex();
        }

        String heardText() {
            return heard.peek(heard.length()).toUtf8();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(data);
        }

        @Override
        public boolean inputEnded() {
            ended = true;
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = true;
            clean = reason instanceof CloseReason.Clean;
        }
    }

    /** Names known here: site.test, and inner.test, which leads to this machine. */
    private final class Direct implements Outward {
        @Override
        public Deferred<List<InetAddress>> resolve(String name) {
            return switch (name) {
                case "site.test" -> Deferred.of(List.of(site.ip()));
                case "inner.test" -> Deferred.of(List.of(TcpAddress.loopback(0).ip()));
                case "slow.test" -> new Deferred.Source<List<InetAddress>>(proxy.nextLoop()).deferred();
                default -> Deferred.failed(new UnknownHostException(name));
            };
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
            return proxy.connect(new TcpAddress(addresses.get(0), destination.port()), ConnectOptions.DEFAULT, factory);
        }

        @Override
        public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
            return proxy.listen(at, ListenOptions.DEFAULT, factory);
        }
    }

    private SocksServer serve(SocksSettings settings) {
        SocksServer server = new SocksServer(settings, new Direct());
        network.await(proxy.listen(proxy.address(1080), ListenOptions.DEFAULT, server));
        network.await(site.listen(site.address(80), ListenOptions.DEFAULT, transport -> {
            Talker visitor = new Talker(transport);
            visitors.add(visitor);
            return visitor;
        }));
        return server;
    }

    private Talker dial() {
        return network.await(client.connect(proxy.address(1080), ConnectOptions.DEFAULT, Talker::new));
    }

    private Talker ask(String hex) {
        Talker talker = dial();
        talker.say(hex);
        network.run();
        return talker;
    }

    private String siteHex() {
        return Bytes.copyOf(site.ip().getAddress()).toHex();
    }

    private String toSite() {
        return "050100" + "05010001" + siteHex() + "0050";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "socks5, 050100 05010001 SITE 0050, 0500 0500",
        "socks5 name, 050100 05010003 09 736974652e74657374 0050, 0500 0500",
        "socks4, 04010050 SITE 626f6200, 005a",
        "socks4a, 04010050 00000001 00 736974652e7465737400, 005a"
    })
    void connectsAndRelaysBothWaysInEveryVersion(String what, String request, String granted) {
        serve(OPEN);
        Talker talker = ask(request.replace("SITE", siteHex()).replace(" ", "")
                + Bytes.ascii("early").toHex());
        assertTrue(talker.heardHex().startsWith(granted.replace(" ", "")), talker::heardHex);
        talker.heard.clear();
        talker.transport.write(Bytes.ascii(" bird"));
        network.run();
        Talker visitor = visitors.get(0);
        assertEquals("early bird", visitor.heardText());
        visitor.transport.write(Bytes.ascii("worm"));
        network.run();
        assertEquals("worm", talker.heardText());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void requestsMayComeInPieces(int pieceBytes) {
        network.withRules(LinkRules.DEFAULT.withPieces(pieceBytes));
        serve(OPEN);
        Talker talker = ask(toSite() + "41");
        assertTrue(talker.heardHex().startsWith("0500050000"), talker::heardHex);
        assertEquals("A", visitors.get(0).heardText());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nobody listens, 05010001 SITE 0051, 0505",
        "a name without an address, 05010003 02 6e6f 0050, 0504",
        "udp, 05030001 SITE 0050, 0507",
        "an unknown command, 05630001 SITE 0050, 0507",
        "an unknown type of address, 05010005 00000000 0050, 0508"
    })
    void saysWhyNotInVersion5(String what, String request, String answer) {
        SocksServer server = serve(OPEN);
        Talker talker = ask("050100" + request.replace("SITE", siteHex()).replace(" ", ""));
        assertTrue(talker.heardHex().startsWith("0500" + answer), talker::heardHex);
        assertTrue(talker.ended, "closed");
        talker.transport.close();
        network.run();
        assertEquals(0, server.clients());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an HTTP request, 474554202f20485454502f312e310d0a, ''",
        "no methods, 0500, ''",
        "only a login, 050102, 05ff",
        "a name that is none, 050100 05010003 03 612062 0050, 0500",
        "SOCKS 4 to nowhere, 04010051 SITE 00, 005b",
        "SOCKS 4 udp, 04030050 SITE 00, 005b"
    })
    void endsWhatIsNoUse(String what, String said, String answer) {
        SocksServer server = serve(OPEN);
        Talker talker = ask(said.replace("SITE", siteHex()).replace(" ", ""));
        assertTrue(talker.heardHex().startsWith(answer), talker::heardHex);
        assertTrue(talker.ended || talker.lost, "closed");
        talker.transport.close();
        network.run();
        assertEquals(0, server.clients());
    }

    @Test
    void whoDoesNotLogInIsNotServedWhereThereAreUsers() {
        serve(OPEN.withUsers(BOB));
        assertEquals("05ff", ask("050100").heardHex());
        assertTrue(ask("04010050" + siteHex() + "00").heardHex().startsWith("005b"));
        assertEquals("05020101", ask("05020002" + "0103626f6205776f726e67").heardHex());
        assertTrue(visitors.isEmpty());
    }

    @Test
    void whoLogsInIsServed() {
        serve(OPEN.withUsers(BOB));
        Talker talker = ask("05020002" + "0103626f620768756e74657232" + "05010001" + siteHex() + "0050");
        assertTrue(talker.heardHex().startsWith("0502" + "0100" + "0500"), talker::heardHex);
    }

    @Test
    void byDefaultNobodyGetsToThisMachineNotEvenByAName() {
        serve(SocksSettings.DEFAULT.withClients(TrustedSources.ANYWHERE.networks()));
        assertTrue(ask("050100" + "05010001" + "7f000001" + "0016").heardHex().startsWith("05000502"));
        assertTrue(ask("050100" + "05010003" + "0a" + Bytes.ascii("inner.test").toHex() + "0016")
                .heardHex()
                .startsWith("05000502"));
        assertTrue(ask("0401001600000001" + "00" + Bytes.ascii("inner.test").toHex() + "00")
                .heardHex()
                .startsWith("005b"));
    }

    @Test
    void byDefaultOnlyThisMachineIsServed() {
        SocksServer server = serve(SocksSettings.DEFAULT);
        Talker talker = ask("050100");
        assertEquals("", talker.heardHex());
        talker.transport.close();
        network.run();
        assertEquals(0, server.clients());
    }

    @Test
    void connectionsOverTheLimitAreEndedAndPlacesGetFree() {
        SocksServer server = serve(OPEN.withLimits(limits(2, Duration.ofHours(1))));
        Talker first = ask("050100");
        Talker second = ask("050100");
        Talker third = ask("050100");
        assertEquals(List.of("0500", "0500", ""), List.of(first.heardHex(), second.heardHex(), third.heardHex()));
        first.transport.close();
        network.run();
        assertEquals(1, server.clients());
        assertEquals("0500", ask("050100").heardHex());
    }

    private static Limits limits(int connections, Duration idle) {
        Limits usual = Limits.DEFAULT;
        return new Limits(connections, usual.handshake(), usual.connect(), usual.bind(), idle);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "050100", "05010005010001", "0401005001020304626f"})
    void whoDoesNotComeToThePointIsCutOff(String said) {
        SocksServer server = serve(OPEN);
        Talker talker = ask(said);
        network.advance(Duration.ofSeconds(9));
        assertFalse(talker.lost);
        network.advance(Duration.ofSeconds(2));
        assertTrue(talker.lost);
        assertEquals(0, server.clients());
    }

    @Test
    void aDestinationThatDoesNotAnswerIsGivenUp() {
        serve(OPEN);
        Talker talker =
                ask("050100" + "05010003" + "09" + Bytes.ascii("slow.test").toHex() + "0050");
        network.advance(Duration.ofSeconds(29));
        assertEquals("0500", talker.heardHex());
        network.advance(Duration.ofSeconds(2));
        assertTrue(talker.heardHex().startsWith("05000506"), talker::heardHex);
    }

    @Test
    void aClientThatGoesAwayStopsTheAttempt() {
        SocksServer server = serve(OPEN);
        network.rules(proxy, site, LinkRules.DEFAULT.withDelay(Duration.ofSeconds(5), Duration.ofSeconds(5)));
        Talker talker = dial();
        talker.say(toSite());
        network.advance(Duration.ofSeconds(1));
        talker.transport.abort();
        network.advance(Duration.ofSeconds(30));
        assertEquals(0, server.clients());
        assertTrue(visitors.stream().allMatch(visitor -> visitor.lost));
    }

    @Test
    void theEndOfOneInputEndsTheOthersOutputAndTheOtherWayGoesOn() {
        SocksServer server = serve(OPEN);
        Talker talker = ask(toSite() + Bytes.ascii("question").toHex());
        talker.transport.endOutput();
        network.run();
        Talker visitor = visitors.get(0);
        assertEquals("question", visitor.heardText());
        assertTrue(visitor.ended);
        talker.heard.clear();
        visitor.transport.write(Bytes.ascii("answer"));
        visitor.transport.endOutput();
        network.run();
        assertEquals("answer", talker.heardText());
        assertTrue(talker.lost && talker.clean && visitor.lost && visitor.clean);
        assertEquals(0, server.clients());
    }

    @Test
    void anEndBeforeTheWayIsOpenIsPassedOn() {
        serve(OPEN);
        Talker talker = dial();
        talker.say(toSite() + Bytes.ascii("question").toHex());
        talker.transport.endOutput();
        network.run();
        assertEquals("question", visitors.get(0).heardText());
        assertTrue(visitors.get(0).ended);
    }

    @Test
    void aResetOnOneSideResetsTheOther() {
        serve(OPEN);
        Talker talker = ask(toSite());
        visitors.get(0).transport.abort();
        network.run();
        assertTrue(talker.lost && !talker.clean);
    }

    @Test
    void aDestinationThatResetsAtOnceEndsTheClientToo() {
        SocksServer server = serve(OPEN);
        network.await(site.listen(site.address(81), ListenOptions.DEFAULT, transport -> new Talker(transport) {
            @Override
            public void connectionMade() {
                super.transport.abort();
            }
        }));
        Talker talker = ask("050100" + "05010001" + siteHex() + "0051");
        network.advance(Duration.ofSeconds(1));
        assertTrue(talker.lost, talker::heardHex);
        assertEquals(0, server.clients());
    }

    @Test
    void aSlowReaderHoldsUpTheWriterAndNothingIsLost() {
        serve(OPEN);
        Talker talker = ask(toSite());
        talker.heard.clear();
        talker.transport.pauseReading();
        Talker visitor = visitors.get(0);
        Bytes megabyte = Bytes.copyOf(new byte[1 << 20]);
        for (int i = 0; i < 8; i++) {
            visitor.transport.write(megabyte);
        }
        visitor.transport.close();
        network.run();
        assertFalse(visitor.lost, "all 8 MiB went somewhere though nobody reads");
        talker.transport.resumeReading();
        network.run();
        assertEquals(8 << 20, talker.heard.length());
        talker.transport.close();
        network.run();
        assertTrue(visitor.lost && visitor.clean);
    }

    @Test
    void whatIsIdleForTooLongIsAbortedOnBothSides() {
        SocksServer server = serve(OPEN.withLimits(limits(9, Duration.ofMinutes(5))));
        Talker talker = ask(toSite());
        for (int i = 0; i < 3; i++) {
            network.advance(Duration.ofMinutes(4));
            visitors.get(0).transport.write(Bytes.ascii("tick"));
            network.run();
        }
        assertFalse(talker.lost);
        network.advance(Duration.ofMinutes(6));
        assertTrue(talker.lost && visitors.get(0).lost);
        assertEquals(0, server.clients());
    }

    @ParameterizedTest
    @CsvSource({"05, 050100 05020001 SITE 0000", "04, 04020000 SITE 00"})
    void bindTellsItsDoorThenWhoCameAndRelays(String version, String request) {
        SocksServer server = serve(OPEN);
        Talker talker = ask(request.replace("SITE", siteHex()).replace(" ", ""));
        Bytes answer = talker.heard.takeAll();
        boolean five = version.equals("05");
        Bytes door = five ? answer.slice(2 + 4) : answer.slice(2);
        int port = five ? shortAt(door, 4) : shortAt(door, 0);
        Talker guest = network.await(site.connect(proxy.address(port), ConnectOptions.DEFAULT, Talker::new));
        network.run();
        assertTrue(talker.heardHex().contains(siteHex()), talker::heardHex);
        talker.heard.clear();
        guest.transport.write(Bytes.ascii("220 hello"));
        network.run();
        assertEquals("220 hello", talker.heardText());
        talker.transport.close();
        network.run();
        assertTrue(guest.ended || guest.lost);
        guest.transport.close();
        network.run();
        assertEquals(0, server.clients());
    }

    private static int shortAt(Bytes bytes, int at) {
        return (bytes.byteAt(at) & 0xff) * 256 + (bytes.byteAt(at + 1) & 0xff);
    }

    @Test
    void bindTakesNobodyElse() {
        serve(OPEN);
        Talker talker = ask("050100" + "05020001" + siteHex() + "0000");
        Bytes door = talker.heard.takeAll().slice(6);
        Talker stranger =
                network.await(client.connect(proxy.address(shortAt(door, 4)), ConnectOptions.DEFAULT, Talker::new));
        network.run();
        assertTrue(stranger.ended || stranger.lost);
        assertEquals("", talker.heardHex());
    }

    @Test
    void bindForEverybodyTakesARuleOfItsOwn() {
        serve(SocksSettings.DEFAULT.withClients(TrustedSources.ANYWHERE.networks()));
        assertTrue(ask("050100" + "05020001" + "00000000" + "0000").heardHex().startsWith("05000502"));
    }

    @Test
    void bindGivesUpAndFreesTheDoor() {
        SocksServer server = serve(OPEN);
        Talker talker = ask("050100" + "05020001" + siteHex() + "0000");
        talker.heard.clear();
        network.advance(Duration.ofMinutes(3));
        assertTrue(talker.heardHex().startsWith("0506"), talker::heardHex);
        talker.transport.close();
        network.run();
        assertEquals(0, server.clients());
    }
}

package dev.sennit.socks.server;

import static dev.sennit.socks.server.SocksFixture.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.socks.server.SocksFixture.Talker;
import dev.sennit.socks.server.SocksSettings.Limits;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
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
    private static final Users BOB = Users.of(Map.of("bob", "hunter2"));

    private final SocksFixture fixture = new SocksFixture();
    private final MemoryNetwork network = fixture.network;
    private final MemoryHost proxy = fixture.proxy;
    private final MemoryHost site = fixture.site;
    private final List<Talker> visitors = fixture.visitors;

    private SocksServer serve(SocksSettings settings) {
        return fixture.serve(settings);
    }

    private Talker dial() {
        return fixture.dial();
    }

    private Talker ask(String hex) {
        return fixture.ask(hex);
    }

    private String siteHex() {
        return fixture.siteHex();
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
        "an unknown type of address, 05010005 00000000 0050, 0508",
        "a name that is none, 05010003 03 612062 0050, 0501",
        "an empty name, 05010003 00 0050, 0501",
        "an IPv6 address with a scope as a name, 05010003 06 3a3a31256c6f 0050, 0501",
        "a name with a port, 05010003 03 613a31 0050, 0501",
        "an octet too high as a name, 05010003 09 3235362e312e312e31 0050, 0501",
        "an octet with a leading zero as a name, 05010003 08 30312e312e312e31 0050, 0501",
        "a request of version 4, 0401, 0501"
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
        "SOCKS 4a with a name that is none, 04010050 00000001 00 612062 00, 005b",
        "SOCKS 4a with an empty name, 04010050 00000001 00 00, 005b",
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
        serve(SocksSettings.DEFAULT.withClients(IpNetwork.ANYWHERE));
        assertTrue(ask("050100" + "05010001" + "7f000001" + "0016").heardHex().startsWith("05000502"));
        assertTrue(ask("050100" + "05010003" + "0a" + Bytes.ascii("inner.test").toHex() + "0016")
                .heardHex()
                .startsWith("05000502"));
        assertTrue(ask("0401001600000001" + "00" + Bytes.ascii("inner.test").toHex() + "00")
                .heardHex()
                .startsWith("005b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"05010001 c6336407 0050", "05010003 0b 7075626c69632e74657374 0050"})
    void byDefaultNobodyGetsToAPublicAddressOfThisMachine(String request) {
        serve(SocksSettings.DEFAULT.withClients(IpNetwork.ANYWHERE));
        fixture.own.add(SocksFixture.PUBLIC);
        assertTrue(ask("050100" + request).heardHex().startsWith("05000502"));
        fixture.own.clear();
        Talker talker = ask("050100" + request);
        network.advance(Duration.ofMinutes(1));
        assertFalse(talker.heardHex().startsWith("05000502"), "addresses may change");
    }

    @ParameterizedTest
    @ValueSource(strings = {"05010001 00000000 0051", "05010003 09 7a65726f2e74657374 0051"})
    void theUnspecifiedAddressIsThisMachine(String request) {
        List<Talker> inner = new ArrayList<>();
        network.await(proxy.listen(TcpAddress.loopback(81), ListenOptions.DEFAULT, transport -> {
            inner.add(new Talker(transport));
            return inner.get(0);
        }));
        AccessRules notHere =
                new AccessRules(AccessRules.EVERYWHERE.allow(), List.of(AccessEntry.parse("127.0.0.0/8")));
        serve(OPEN.withRules(notHere));
        assertTrue(ask("050100" + request).heardHex().startsWith("05000502"));
        network.await(
                proxy.listen(proxy.address(1081), ListenOptions.DEFAULT, new SocksServer(OPEN, fixture.new Direct())));
        Talker talker = network.await(fixture.client.connect(proxy.address(1081), ConnectOptions.DEFAULT, Talker::new));
        talker.say("050100" + request);
        network.run();
        assertTrue(talker.heardHex().startsWith("05000500"), talker::heardHex);
        assertEquals(1, inner.size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "IPv6, 050100 05010004 00000000000000000000000000000001 0051, 05000500, 05000502",
        "IPv6 as a name, 050100 05010003 03 3a3a31 0051, 05000500, 05000502",
        "IPv6 as a name at length, 050100 05010003 0f 303a303a303a303a303a303a303a31 0051, 05000500, 05000502",
        "IPv6 as a name in SOCKS 4a, 04010051 00000001 00 3a3a31 00, 005a, 005b",
        "IPv4 as a name, 050100 05010003 09 3132372e302e302e31 0051, 05000500, 05000502",
        "IPv4 as a name in SOCKS 4a, 04010051 00000001 00 3132372e302e302e31 00, 005a, 005b"
    })
    void anAddressInThePlaceOfANameIsJudgedAndReachedWithoutALookup(
            String what, String request, String granted, String refused) {
        for (TcpAddress inner : List.of(TcpAddress.loopback(81), TcpAddress.of("::1", 81))) {
            network.await(proxy.listen(inner, ListenOptions.DEFAULT, Talker::new));
        }
        serve(OPEN.withRules(AccessRules.PUBLIC));
        assertTrue(ask(request).heardHex().startsWith(refused));
        network.await(
                proxy.listen(proxy.address(1081), ListenOptions.DEFAULT, new SocksServer(OPEN, fixture.new Direct())));
        Talker talker = network.await(fixture.client.connect(proxy.address(1081), ConnectOptions.DEFAULT, Talker::new));
        talker.say(request);
        network.run();
        assertTrue(talker.heardHex().startsWith(granted), talker::heardHex);
        assertEquals(List.of(), fixture.lookedUp);
    }

    @Test
    void aUserIdWithoutEndIsAnswered() {
        serve(OPEN);
        assertEquals(
                "005b",
                ask("04010050" + siteHex() + "61".repeat(300)).heardHex().substring(0, 4));
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
                transport.abort();
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
}

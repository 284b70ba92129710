package dev.sennit.socks.server;

import static dev.sennit.socks.server.SocksFixture.OPEN;
import static dev.sennit.socks.server.SocksFixture.boundPort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.socks.server.SocksFixture.Talker;
import dev.sennit.socks.server.SocksSettings.Limits;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BIND: who may connect to its listening socket, and how long that socket is open. */
class SocksBindTest {
    private static final String BIND = "050100" + "05020001" + "SITE" + "0000";
    private static final String BIND_FOR_ANYBODY = "050100" + "05020001" + "00000000" + "0000";

    private final SocksFixture fixture = new SocksFixture();
    private final MemoryNetwork network = fixture.network;

    private Talker guest(MemoryHost from, int port) {
        Talker guest = network.await(from.connect(fixture.proxy.address(port), ConnectOptions.DEFAULT, Talker::new));
        network.run();
        return guest;
    }

    private void assertNothingListens(SocksServer server, int port) {
        assertThrows(ConnectFailedException.class, () -> guest(fixture.site, port));
        assertTrue(fixture.listeners.stream().allMatch(listener -> listener.closed));
        assertEquals(0, server.clients());
    }

    @ParameterizedTest
    @CsvSource({"05, 050100 05020001 SITE 0000", "04, 04020000 SITE 00"})
    void tellsThePortThenWhoCameAndRelays(String version, String request) {
        SocksServer server = fixture.serve(OPEN);
        Talker talker = fixture.ask(request);
        Bytes answer = talker.heard.takeAll();
        boolean five = version.equals("05");
        int port =
                five ? boundPort(answer) : boundPort(Bytes.hex("00".repeat(8)).plus(answer));
        Talker guest = guest(fixture.site, port);
        assertTrue(talker.heardHex().contains(fixture.siteHex()), talker::heardHex);
        talker.heard.clear();
        guest.transport.write(Bytes.ascii("220 hello"));
        network.run();
        assertEquals("220 hello", talker.heardText());
        talker.transport.close();
        network.run();
        assertTrue(guest.ended || guest.lost);
        guest.transport.close();
        network.run();
        assertNothingListens(server, port);
    }

    @Test
    void takesNobodyElse() {
        fixture.serve(OPEN);
        Talker talker = fixture.ask(BIND);
        int port = boundPort(talker.heard.takeAll());
        Talker stranger = guest(fixture.client, port);
        assertTrue(stranger.ended || stranger.lost);
        assertEquals("", talker.heardHex());
    }

    @Test
    void closesTheSocketWhenNobodyComes() {
        SocksServer server = fixture.serve(OPEN);
        Talker talker = fixture.ask(BIND);
        int port = boundPort(talker.heard.takeAll());
        network.advance(Duration.ofMinutes(3));
        assertTrue(talker.heardHex().startsWith("0506"), talker::heardHex);
        talker.transport.close();
        network.run();
        assertNothingListens(server, port);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesTheSocketAtOnceWhenTheClientIsGone(boolean reset) {
        SocksServer server = fixture.serve(OPEN);
        Talker talker = fixture.ask(BIND);
        int port = boundPort(talker.heard.takeAll());
        leave(talker, reset);
        assertNothingListens(server, port);
    }

    private void leave(Talker talker, boolean reset) {
        if (reset) {
            talker.transport.abort();
        } else {
            talker.transport.close();
        }
        network.run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closesTheSocketOfAClientThatLeavesWhileItIsBeingOpened(boolean reset) {
        SocksServer server = fixture.serve(OPEN);
        fixture.holdsListening = true;
        leave(fixture.ask(BIND), reset);
        assertFalse(fixture.listeners.get(0).closed);
        assertEquals(1, server.clients(), "the socket counts as long as it is open");
        fixture.heldListening.get(0).succeed(null);
        network.run();
        assertNothingListens(server, ((TcpAddress) fixture.listeners.get(0).address()).port());
    }

    @Test
    void openSocketsCountAgainstTheLimitWhenTheirClientsAreGone() {
        Limits usual = Limits.DEFAULT;
        fixture.serve(OPEN.withLimits(new Limits(3, usual.handshake(), usual.connect(), usual.bind(), usual.idle())));
        fixture.holdsListening = true;
        for (int i = 0; i < 10; i++) {
            leave(fixture.ask(BIND), true);
        }
        assertEquals(3, fixture.listeners.size());
        fixture.heldListening.forEach(held -> held.succeed(null));
        network.run();
        fixture.holdsListening = false;
        assertTrue(fixture.ask(BIND).heardHex().startsWith("0500050000"), "places are free again");
    }

    @Test
    void aClientThatSendsTooMuchBeforeAnybodyCameIsNotServed() {
        SocksServer server = fixture.serve(OPEN);
        Talker talker = fixture.ask(BIND);
        int port = boundPort(talker.heard.takeAll());
        talker.transport.write(Bytes.copyOf(new byte[100_000]));
        network.run();
        assertTrue(talker.heardHex().startsWith("0501"), talker::heardHex);
        leave(talker, false);
        assertNothingListens(server, port);
    }

    @Test
    void oneForAnybodyNeedsARuleThatAllowsThisMachine() {
        fixture.serve(SocksSettings.DEFAULT.withClients(IpNetwork.ANYWHERE));
        assertTrue(fixture.ask(BIND_FOR_ANYBODY).heardHex().startsWith("05000502"));
    }

    @Test
    void oneForAnybodyTakesOnlyGuestsThatTheRulesAllow() {
        AccessRules rules = new AccessRules(
                AccessRules.EVERYWHERE.allow(),
                List.of(AccessEntry.parse(fixture.client.ip().getHostAddress())));
        fixture.serve(OPEN.withRules(rules));
        Talker talker = fixture.ask(BIND_FOR_ANYBODY);
        int port = boundPort(talker.heard.takeAll());
        Talker denied = guest(fixture.client, port);
        assertTrue(denied.ended || denied.lost);
        assertEquals("", talker.heardHex());
        guest(fixture.site, port);
        assertTrue(talker.heardHex().startsWith("050000"), talker::heardHex);
    }
}

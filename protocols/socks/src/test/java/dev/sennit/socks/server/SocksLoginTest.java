package dev.sennit.socks.server;

import static dev.sennit.socks.server.SocksFixture.OPEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.socks.server.SocksFixture.Talker;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong logins slow further ones down, under virtual time. */
class SocksLoginTest {
    private static final String WAITS = "0502";
    private static final String WRONG = "05020101";
    private static final String RIGHT = "05020100";

    private final SocksFixture fixture = new SocksFixture();
    private final MemoryNetwork network = fixture.network;

    private SocksServer serve() {
        return fixture.serve(OPEN.withUsers(Users.of(Map.of("bob", "right", "eve", "right"))));
    }

    private static String login(String user, String password) {
        return "05020002" + "01" + "%02x".formatted(user.length())
                + Bytes.ascii(user).toHex() + "%02x".formatted(password.length())
                + Bytes.ascii(password).toHex();
    }

    private Talker login(MemoryHost from, String user, String password) {
        return fixture.askFrom(from, login(user, password));
    }

    private void wrongLogins(int count, MemoryHost from, String user) {
        for (int i = 0; i < count; i++) {
            Talker talker = login(from, user, "guess" + i);
            network.advance(Duration.ofSeconds(10));
            assertEquals(WRONG, talker.heardHex());
        }
    }

    @Test
    void aFewWrongLoginsAreNotSlowed() {
        serve();
        for (int i = 0; i < 4; i++) {
            assertEquals(WRONG, login(fixture.client, "bob", "guess" + i).heardHex());
        }
        assertEquals(WAITS, login(fixture.client, "bob", "guess").heardHex());
    }

    @Test
    void eachFurtherWrongLoginDoublesTheDelay() {
        serve();
        for (int i = 0; i < 4; i++) {
            login(fixture.client, "bob", "guess" + i);
        }
        for (int seconds = 1; seconds <= 8; seconds *= 2) {
            Talker talker = login(fixture.client, "bob", "guess");
            network.advance(Duration.ofMillis(seconds * 900L));
            assertEquals(WAITS, talker.heardHex());
            network.advance(Duration.ofMillis(seconds * 200L));
            assertEquals(WRONG, talker.heardHex());
            assertTrue(talker.ended, "closed");
        }
    }

    @ParameterizedTest(name = "from the same peer: {0}, for the same user: {1}: slowed: {2}")
    @CsvSource({"true, true, true", "true, false, true", "false, true, true", "false, false, false"})
    void thePeerAndTheUserAreSlowedForTheRightPasswordToo(boolean samePeer, boolean sameUser, boolean slowed) {
        serve();
        wrongLogins(4, fixture.client, "bob");
        login(fixture.client, "bob", "guess");
        Talker talker = login(samePeer ? fixture.client : fixture.site, sameUser ? "bob" : "eve", "right");
        assertEquals(slowed ? WAITS : RIGHT, talker.heardHex());
        network.advance(Duration.ofSeconds(10));
        assertEquals(RIGHT, talker.heardHex());
    }

    @Test
    void manyLoginsAtATimeTakeTurnsAndThoseThatWouldWaitTooLongAreNotJudged() {
        serve();
        wrongLogins(4, fixture.client, "bob");
        List<Talker> talkers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            talkers.add(login(fixture.client, "bob", i == 29 ? "right" : "guess" + i));
        }
        assertEquals(WRONG, talkers.get(29).heardHex(), "refused though it was right");
        long waiting = talkers.stream()
                .filter(talker -> talker.heardHex().equals(WAITS))
                .count();
        assertEquals(5, waiting, "one every 2 s for 10 s");
    }

    @Test
    void aPeerThatHasLoggedInBeforeIsNotLockedOutByOthers() {
        serve();
        assertEquals(RIGHT, login(fixture.site, "bob", "right").heardHex());
        wrongLogins(4, fixture.client, "bob");
        for (int i = 0; i < 30; i++) {
            login(fixture.client, "bob", "guess" + i);
        }
        assertEquals(RIGHT, login(fixture.site, "bob", "right").heardHex());
        assertEquals(WRONG, login(fixture.site, "bob", "guess").heardHex());
        assertEquals(WRONG, login(fixture.site, "bob", "right").heardHex(), "no longer known, and too long to wait");
    }

    @Test
    void wrongLoginsAreForgotten() {
        serve();
        wrongLogins(4, fixture.client, "bob");
        network.advance(Duration.ofMinutes(11));
        assertEquals(RIGHT, login(fixture.client, "bob", "right").heardHex());
    }

    @Test
    void whatFollowsALoginThatWaitsIsReadInItsTurn() {
        serve();
        wrongLogins(4, fixture.client, "bob");
        login(fixture.client, "bob", "guess");
        Talker talker = fixture.ask(login("bob", "right") + "05010001" + "SITE" + "0050"
                + Bytes.ascii("early").toHex());
        assertEquals(WAITS, talker.heardHex());
        network.advance(Duration.ofSeconds(10));
        assertTrue(talker.heardHex().startsWith(RIGHT + "050000"), talker::heardHex);
        assertEquals("early", fixture.visitors.get(0).heardText());
    }

    @Test
    void aLoginWaitsForItsTurnWithoutADeadlineAndHasOneAfterIt() {
        SocksServer server = serve();
        wrongLogins(6, fixture.client, "bob");
        login(fixture.client, "bob", "guess");
        Talker talker = login(fixture.client, "bob", "right");
        network.advance(Duration.ofSeconds(11));
        assertEquals(RIGHT, talker.heardHex());
        assertFalse(talker.lost);
        network.advance(Duration.ofSeconds(10));
        assertTrue(talker.lost);
        assertEquals(0, server.clients());
    }

    @Test
    void aClientThatLeavesWhileItsLoginWaitsIsForgotten() {
        SocksServer server = serve();
        wrongLogins(4, fixture.client, "bob");
        login(fixture.client, "bob", "guess");
        login(fixture.client, "bob", "right").transport.abort();
        network.advance(Duration.ofSeconds(20));
        assertEquals(0, server.clients());
    }

    @Test
    void whatIsRememberedIsBounded() {
        LoginLimits few =
                new LoginLimits(0, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), 10);
        LoginThrottle throttle = new LoginThrottle(few);
        for (int i = 0; i < 1000; i++) {
            Bytes key = Bytes.ascii("key" + i);
            throttle.turn(key, key, 0);
            throttle.right(key, key);
            throttle.wrong(Bytes.ascii("peer" + i), Bytes.ascii("user" + i), 0);
        }
        assertEquals(30, throttle.remembered());
    }

    @Test
    void limitsOutOfTheirRangeAreRefused() {
        Duration second = Duration.ofSeconds(1);
        Duration none = Duration.ZERO;
        List.<Runnable>of(
                        () -> new LoginLimits(-1, second, second, second, second, 1),
                        () -> new LoginLimits(0, none, second, second, second, 1),
                        () -> new LoginLimits(0, second, none, second, second, 1),
                        () -> new LoginLimits(0, second, second, second.negated(), second, 1),
                        () -> new LoginLimits(0, second, second, second, second.negated(), 1),
                        () -> new LoginLimits(0, second, second, second, second, 0))
                .forEach(wrong -> assertThrows(IllegalArgumentException.class, wrong::run));
    }
}

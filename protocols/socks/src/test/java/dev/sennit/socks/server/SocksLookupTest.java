package dev.sennit.socks.server;

import static dev.sennit.socks.server.SocksFixture.OPEN;
import static dev.sennit.socks.server.SocksFixture.connectTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.socks.server.SocksFixture.Talker;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups of names: how many run and wait, for one client and for all. */
class SocksLookupTest {
    private static final String GENERAL_FAILURE = "05000501";
    private static final String TIMED_OUT = "05000506";
    private static final String GRANTED = "05000500";

    private final SocksFixture fixture = new SocksFixture();
    private final MemoryNetwork network = fixture.network;

    private void serve(int running, int perClient, int waiting, int waitingPerClient) {
        fixture.serve(OPEN.withLookups(new LookupLimits(running, perClient, waiting, waitingPerClient)));
    }

    private List<Talker> ask(int count, MemoryHost from) {
        List<Talker> talkers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            talkers.add(fixture.askFrom(from, connectTo("name" + i + ".later", 80)));
        }
        return talkers;
    }

    private void answer(int index) {
        fixture.later.get(index).succeed(List.of(fixture.site.ip()));
        network.run();
    }

    @Test
    void oneClientHasOnlySoManyLookupsAtATimeAndOthersAreServed() {
        serve(4, 3, 100, 100);
        ask(10, fixture.client);
        assertEquals(3, fixture.lookedUp.size());
        ask(1, network.host("other"));
        assertEquals(4, fixture.lookedUp.size());
        ask(1, network.host("third"));
        assertEquals(4, fixture.lookedUp.size(), "all may have 4");
    }

    @Test
    void lookupsThatWaitRunInTheirOrderAsOthersEnd() {
        serve(2, 2, 100, 100);
        List<Talker> talkers = ask(4, fixture.client);
        for (int i = 0; i < 4; i++) {
            assertEquals(Math.min(4, i + 2), fixture.lookedUp.size());
            answer(i);
            Talker served = talkers.get(i);
            assertTrue(served.heardHex().startsWith(GRANTED), served::heardHex);
        }
        assertEquals(List.of("name0.later", "name1.later", "name2.later", "name3.later"), fixture.lookedUp);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLookupWhoseClientIsGoneLeavesTheQueue(boolean reset) {
        serve(1, 1, 100, 100);
        List<Talker> talkers = ask(4, fixture.client);
        for (Talker gone : talkers.subList(1, 3)) {
            if (reset) {
                gone.transport.abort();
            } else {
                gone.transport.close();
            }
        }
        network.run();
        answer(0);
        assertEquals(List.of("name0.later", "name3.later"), fixture.lookedUp);
    }

    @Test
    void aLookupThatRunsCountsUntilItEndsThoughItsClientIsGone() {
        serve(9, 2, 100, 100);
        for (int round = 0; round < 5; round++) {
            ask(2, fixture.client).forEach(talker -> talker.transport.abort());
            network.run();
        }
        assertEquals(2, fixture.lookedUp.size(), "a client cannot have more by leaving");
        answer(0);
        answer(1);
        assertTrue(fixture.ask(connectTo("site.test", 80)).heardHex().startsWith(GRANTED));
    }

    @ParameterizedTest(name = "{0} may wait, and {1} of one client")
    @CsvSource({"3, 100", "100, 3"})
    void tooManyThatWaitAreRefused(int waiting, int waitingPerClient) {
        serve(1, 1, waiting, waitingPerClient);
        List<Talker> talkers = ask(5, fixture.client);
        assertTrue(talkers.get(4).heardHex().startsWith(GENERAL_FAILURE), talkers.get(4)::heardHex);
        assertEquals("0500", talkers.get(3).heardHex());
        answer(0);
        assertTrue(talkers.get(0).heardHex().startsWith(GRANTED));
        assertEquals("0500", ask(1, fixture.client).get(0).heardHex(), "one place is free again");
    }

    @Test
    void aLookupWaitsNoLongerThanItsRequest() {
        serve(1, 1, 100, 100);
        List<Talker> talkers = ask(3, fixture.client);
        network.advance(Duration.ofSeconds(31));
        talkers.forEach(talker -> assertTrue(talker.heardHex().startsWith(TIMED_OUT), talker::heardHex));
        answer(0);
        assertEquals(1, fixture.lookedUp.size());
    }

    @Test
    void aLookupThatFailsGivesItsPlaceBack() {
        serve(1, 1, 100, 100);
        List<Talker> talkers = ask(2, fixture.client);
        fixture.later.get(0).fail(new UnknownHostException("name0.later"));
        network.run();
        assertTrue(talkers.get(0).heardHex().startsWith("05000504"), talkers.get(0)::heardHex);
        assertEquals(2, fixture.lookedUp.size());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "1, 0, 1, 1", "1, 1, -1, 1", "1, 1, 1, -1"})
    void limitsOutOfTheirRangeAreRefused(int running, int perClient, int waiting, int waitingPerClient) {
        assertThrows(
                IllegalArgumentException.class, () -> new LookupLimits(running, perClient, waiting, waitingPerClient));
    }
}

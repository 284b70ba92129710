package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At no time are more connections counted than are open, or than the limit. */
class CountingServerTest {
    private final CountingServer server = new CountingServer(2);

    @Test
    void tellsEachNewcomerItsNumber() {
        assertEquals(
                "Welcome! You are connection 1 of at most 2.\r\n",
                visit().written().toUtf8());
        assertEquals(
                "Welcome! You are connection 2 of at most 2.\r\n",
                visit().written().toUtf8());
        assertEquals(2, server.count());
    }

    @Test
    void turnsAwayWhoIsOverTheLimitAndDoesNotCountIt() {
        visit();
        visit();
        var third = visit();
        assertEquals(
                "Sorry, there are 2 connections already. Try again later.\r\n",
                third.written().toUtf8());
        assertTrue(third.isClosed());
        assertEquals(2, server.count());
    }

    @Test
    void hasAPlaceAgainWhenOneLeavesHoweverItDoes() {
        var first = visit();
        var second = visit();
        second.receive("whatever\n");
        second.reset();
        assertEquals(1, server.count());
        assertFalse(visit().isClosed());
        first.endInput();
        assertTrue(first.isClosed());
        assertEquals(1, server.count());
        assertTrue(visit().written().toUtf8().startsWith("Welcome! You are connection 2 "));
    }

    @Test
    void turnsAwayThe101stUnlessToldOtherwise() {
        CountingServer usual = new CountingServer();
        for (int i = 1; i <= 100; i++) {
            assertFalse(RecordingTransport.with(usual).isClosed(), "connection " + i);
        }
        assertTrue(RecordingTransport.with(usual).isClosed());
    }

    @Test
    void staysRightWhenManyComeAndGoOnSeveralLoops() throws Exception {
        CountingServer busy = new CountingServer(5);
        List<Integer> most = Threads.run(4, thread -> {
            int seen = 0;
            List<RecordingTransport<?>> mine = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                mine.add(RecordingTransport.with(busy));
                seen = Math.max(seen, busy.count());
                if (i % 3 == 2) {
                    mine.forEach(RecordingTransport::reset);
                    mine.clear();
                }
            }
            mine.forEach(RecordingTransport::reset);
            return seen;
        });
        most.forEach(seen -> assertTrue(seen <= 5, seen + " at a time"));
        assertEquals(0, busy.count());
    }

    @Test
    void refusesALimitThatLetsNobodyIn() {
        var failure = assertThrows(IllegalArgumentException.class, () -> new CountingServer(0));
        assertEquals("limit must be 1 or more, not 0", failure.getMessage());
    }

    private RecordingTransport<?> visit() {
        return RecordingTransport.with(server);
    }
}

package dev.sennit.transport.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> ran = new ArrayList<>();

    private Timer set(String name, long delayNanos) {
        return clock.after(Duration.ofNanos(delayNanos), () -> ran.add(name + "@" + clock.nanoTime()));
    }

    private void advance(long nanos) {
        clock.advance(Duration.ofNanos(nanos));
    }

    @Test
    void standsAtZeroUntilItIsMoved() {
        assertEquals(0, clock.nanoTime());
        advance(7);
        assertEquals(7, clock.nanoTime());
    }

    @Test
    void showsEachTimerItsOwnDeadline() {
        set("b", 20);
        set("a", 10);
        set("c", 31);
        advance(30);
        assertEquals(List.of("a@10", "b@20"), ran);
        assertEquals(30, clock.nanoTime());
        assertEquals(1, clock.pendingTimers());
    }

    @Test
    void runsTimersSetInATaskThatFallInTheSpan() {
        clock.after(Duration.ofNanos(10), () -> {
            set("inside", 5);
            set("outside", 50);
        });
        advance(20);
        assertEquals(List.of("inside@15"), ran);
    }

    @Test
    void runsNothingInsideAfterAndZeroDelaysOnTheNextAdvance() {
        set("now", 0);
        assertEquals(List.of(), ran);
        clock.advance(Duration.ZERO);
        assertEquals(List.of("now@0"), ran);
    }

    @Test
    void restartsATimerFromATask() {
        Timer later = set("later", 10);
        clock.after(Duration.ofNanos(5), () -> assertTrue(later.restart(Duration.ofNanos(10))));
        advance(100);
        assertEquals(List.of("later@15"), ran);
    }

    @Test
    void cancelsATimerFromATask() {
        Timer later = set("later", 10);
        clock.after(Duration.ofNanos(5), () -> assertTrue(later.cancel()));
        advance(100);
        assertEquals(List.of(), ran);
        assertEquals(0, clock.pendingTimers());
    }

    @Test
    void movesToTheNextTimer() {
        set("a", 10);
        set("b", 10);
        set("c", 11);
        assertTrue(clock.advanceToNext());
        assertEquals(List.of("a@10", "b@10"), ran);
        assertTrue(clock.advanceToNext());
        assertFalse(clock.advanceToNext());
        assertEquals(11, clock.nanoTime());
    }

    @Test
    void stopsAtATaskThatThrowsAndGoesOnFromThere() {
        clock.after(Duration.ofNanos(5), () -> {
            throw new IllegalStateException("boom");
        });
        set("next", 5);
        assertThrows(IllegalStateException.class, () -> advance(10));
        assertEquals(5, clock.nanoTime());
        assertEquals(1, clock.pendingTimers());
        advance(0);
        assertEquals(List.of("next@5"), ran);
    }

    @Test
    void refusesToAdvanceFromATask() {
        clock.after(Duration.ZERO, () -> advance(1));
        assertThrows(IllegalStateException.class, () -> advance(1));
    }

    @Test
    void refusesToGoBack() {
        assertThrows(IllegalArgumentException.class, () -> advance(-1));
        assertThrows(IllegalArgumentException.class, () -> set("a", -1));
    }

    @Test
    void endsWhenATaskSetsItselfWithoutDelayForEver() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> clock.after(Duration.ZERO, again[0]);
        again[0].run();
        assertThrows(IllegalStateException.class, () -> advance(1));
    }
}

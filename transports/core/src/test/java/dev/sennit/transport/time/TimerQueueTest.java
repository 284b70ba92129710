package dev.sennit.transport.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final List<String> ran = new ArrayList<>();
    private long now;
    private final TimerQueue timers = new TimerQueue(() -> now);

    private Timer set(String name, long delayNanos) {
        return timers.schedule(Duration.ofNanos(delayNanos), () -> ran.add(name));
    }

    private void runAllAt(long time) {
        now = time;
        while (timers.runNext(now)) {}
    }

    @Test
    void runsInTheOrderOfDeadlines() {
        set("late", 30);
        set("early", 10);
        set("middle", 20);
        runAllAt(30);
        assertEquals(List.of("early", "middle", "late"), ran);
    }

    @Test
    void runsEqualDeadlinesFirstInFirstOut() {
        for (int i = 0; i < 100; i++) {
            set("t" + i, 5);
        }
        runAllAt(5);
        for (int i = 0; i < 100; i++) {
            assertEquals("t" + i, ran.get(i));
        }
    }

    @Test
    void runsNothingBeforeItsDeadline() {
        set("a", 10);
        runAllAt(9);
        assertEquals(List.of(), ran);
        assertEquals(1, timers.nanosToNext());
    }

    @Test
    void saysThatNothingIsToCome() {
        assertEquals(Long.MAX_VALUE, timers.nanosToNext());
        assertTrue(timers.isEmpty());
    }

    @Test
    void restartsLater() {
        Timer first = set("first", 10);
        set("second", 15);
        assertTrue(first.restart(Duration.ofNanos(20)));
        assertEquals(15, timers.nanosToNext());
        runAllAt(20);
        assertEquals(List.of("second", "first"), ran);
    }

    @Test
    void restartsSooner() {
        set("first", 10);
        Timer second = set("second", 15);
        assertTrue(second.restart(Duration.ofNanos(5)));
        assertEquals(5, timers.nanosToNext());
        runAllAt(15);
        assertEquals(List.of("second", "first"), ran);
    }

    @Test
    void restartsLaterAndThenSoonerAgain() {
        Timer moved = set("moved", 10);
        set("other", 12);
        moved.restart(Duration.ofNanos(50));
        moved.restart(Duration.ofNanos(11));
        assertEquals(11, timers.nanosToNext());
        runAllAt(12);
        assertEquals(List.of("moved", "other"), ran);
    }

    @Test
    void countsARestartedTimerAsSetLastAmongEquals() {
        Timer first = set("first", 10);
        set("second", 10);
        first.restart(Duration.ofNanos(10));
        runAllAt(10);
        assertEquals(List.of("second", "first"), ran);
    }

    @Test
    void forgetsACancelledTimerAtOnce() {
        Timer timer = set("a", 10);
        set("b", 20);
        assertTrue(timer.cancel());
        assertFalse(timer.isActive());
        assertEquals(1, timers.size());
        assertFalse(timer.cancel());
        assertFalse(timer.restart(Duration.ZERO));
        runAllAt(20);
        assertEquals(List.of("b"), ran);
    }

    @Test
    void isSpentWhenItsTaskBegins() {
        Timer[] self = new Timer[1];
        self[0] = timers.schedule(Duration.ZERO, () -> {
            ran.add(self[0].isActive() + " " + self[0].restart(Duration.ZERO) + " " + self[0].cancel());
        });
        runAllAt(0);
        assertEquals(List.of("false false false"), ran);
    }

    @Test
    void letsATaskCancelTheNext() {
        Timer[] next = new Timer[1];
        timers.schedule(Duration.ofNanos(1), () -> next[0].cancel());
        next[0] = set("next", 1);
        runAllAt(1);
        assertEquals(List.of(), ran);
    }

    @Test
    void passesOnWhatATaskThrowsAndStaysInOrder() {
        timers.schedule(Duration.ofNanos(1), () -> {
            throw new IllegalStateException("boom");
        });
        set("next", 1);
        now = 1;
        assertThrows(IllegalStateException.class, () -> timers.runNext(now));
        runAllAt(1);
        assertEquals(List.of("next"), ran);
    }

    @Test
    void refusesANegativeDelay() {
        assertThrows(IllegalArgumentException.class, () -> set("a", -1));
        Timer timer = set("b", 1);
        assertThrows(IllegalArgumentException.class, () -> timer.restart(Duration.ofNanos(-1)));
    }

    @Test
    void takesDelaysOfAnyLength() {
        set("never", Long.MAX_VALUE);
        timers.schedule(Duration.ofDays(1_000_000_000), () -> ran.add("never"));
        timers.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("never"));
        set("soon", 1);
        runAllAt(Duration.ofDays(50_000).toNanos());
        assertEquals(List.of("soon"), ran);
    }

    @Test
    void keepsTheOrderWhereTheClockOverflows() {
        now = Long.MAX_VALUE - 5;
        set("after", 10);
        set("before", 2);
        assertEquals(2, timers.nanosToNext());
        runAllAt(now + 10);
        assertEquals(List.of("before", "after"), ran);
    }

    /** Any mix of operations runs the same timers in the same order as a plain sorted list. */
    @Test
    void behavesAsASortedList() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Model> model = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        List<Integer> actual = new ArrayList<>();
        long sequence = 0;
        for (int step = 0; step < 20_000; step++) {
            int delay = random.nextInt(50);
            int choice = random.nextInt(10);
            if (choice < 4 || model.isEmpty()) {
                int id = step;
                Timer timer = timers.schedule(Duration.ofNanos(delay), () -> actual.add(id));
                model.add(new Model(id, timer, now + delay, sequence++));
            } else if (choice < 7) {
                int index = random.nextInt(model.size());
                Model old = model.get(index);
                assertTrue(old.timer.restart(Duration.ofNanos(delay)));
                model.set(index, new Model(old.id, old.timer, now + delay, sequence++));
            } else if (choice < 8) {
                assertTrue(model.remove(random.nextInt(model.size())).timer.cancel());
            } else {
                runAllAt(now + random.nextInt(20));
                model.stream()
                        .filter(m -> m.deadline <= now)
                        .sorted(Model.ORDER)
                        .forEach(m -> expected.add(m.id));
                model.removeIf(m -> m.deadline <= now);
            }
            assertEquals(model.size(), timers.size(), "seed " + seed);
            long next = model.stream().mapToLong(m -> m.deadline - now).min().orElse(Long.MAX_VALUE);
            assertEquals(next, timers.nanosToNext(), "seed " + seed);
        }
        assertEquals(expected, actual, "seed " + seed);
    }

    private record Model(int id, Timer timer, long deadline, long sequence) {
        static final Comparator<Model> ORDER =
                Comparator.comparingLong(Model::deadline).thenComparingLong(Model::sequence);
    }
}

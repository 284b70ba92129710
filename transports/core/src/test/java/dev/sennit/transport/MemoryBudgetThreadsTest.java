package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loops that share a budget, and writers on other threads, change it at once: nothing is counted twice or left over. */
class MemoryBudgetThreadsTest {
    private static final int LOOPS = 4;
    private static final int STEPS = 20_000;
    private static final int MOST_STEP_BYTES = 1000;
    private static final int BUDGET_BYTES = 50_000;

    private final MemoryBudget budget = new MemoryBudget(BUDGET_BYTES);
    private final CountDownLatch loopsDone = new CountDownLatch(LOOPS);

    @Test
    void nothingIsLeftOverOnceAllHaveEnded() throws InterruptedException {
        long seed = System.nanoTime();
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop(new Random(seed + i)));
        }
        List<Thread> threads = new ArrayList<>();
        for (Loop loop : loops) {
            threads.add(new Thread(loop::run));
            Loop other = loops.get((loops.indexOf(loop) + 1) % LOOPS);
            threads.add(new Thread(() -> other.writeFromOutside(new Random(seed - loops.indexOf(other)))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        String run = "seed " + seed;
        assertEquals(0, budget.heldBytes(), run);
        assertTrue(loops.stream().mapToInt(loop -> loop.aborted).sum() > 0, run + ": the limit was never reached");

        Loop last = new Loop(new Random(seed));
        last.thread = Thread.currentThread();
        last.memory.add(2 * BUDGET_BYTES, 0);
        assertEquals(0, last.aborted, run + ": some are still thought to be on their way out");
        last.memory.add(1, 0);
        assertEquals(1, last.aborted, run);
    }

    /** A loop with one connection after another, each of which holds now more and now less. */
    private final class Loop implements LoopMember.Loop, ConnectionMemory.Owner {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private final Random random;
        private volatile @Nullable Thread thread;
        private volatile ConnectionMemory memory;
        private long held;
        private int aborted;

        Loop(Random random) {
            this.random = random;
            this.memory = ConnectionMemory.of(this);
        }

        void run() {
            thread = Thread.currentThread();
            for (int i = 0; i < STEPS; i++) {
                long delta = Math.max(-held, random.nextInt(2 * MOST_STEP_BYTES) - MOST_STEP_BYTES / 2);
                ConnectionMemory own = memory;
                held += delta;
                own.add(delta, 0);
                runTasks();
            }
            memory.end();
            loopsDone.countDown();
            await(loopsDone);
            runTasks();
        }

        void writeFromOutside(Random sizes) {
            for (int i = 0; i < STEPS; i++) {
                ConnectionMemory current = memory;
                int bytes = 1 + sizes.nextInt(MOST_STEP_BYTES);
                if (current.condemnedBytes() == 0) {
                    current.queued(bytes);
                    current.queued(-bytes);
                }
            }
        }

        private void runTasks() {
            for (Runnable task; (task = tasks.poll()) != null; ) {
                task.run();
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public EventLoop loop() {
            return this;
        }

        @Override
        public void pauseForMemory(boolean paused) {}

        @Override
        public void abortForMemory(LimitExceededException cause) {
            aborted++;
            held = 0;
            memory.end();
            memory = ConnectionMemory.of(this);
        }

        @Override
        public MemoryBudget memoryBudget() {
            return budget;
        }

        @Override
        public boolean isCurrent() {
            return Thread.currentThread() == thread;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("no timers here");
        }

        @Override
        public void addMember(LoopMember member) {}

        @Override
        public void removeMember(LoopMember member) {}
    }
}

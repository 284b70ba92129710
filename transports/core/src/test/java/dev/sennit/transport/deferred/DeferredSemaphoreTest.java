package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks and semaphores. */
@Timeout(30)
class DeferredSemaphoreTest {
    private final DeferredLock lock = new DeferredLock();
    private final List<String> seen = new ArrayList<>();
    private final RuntimeException boom = new IllegalStateException("boom");

    private void assertFree() {
        assertTrue(lock.acquire().isDone());
    }

    @Test
    void letsOneGoOnAtATimeFirstComeFirstServed() throws Exception {
        Lease first = lock.acquire().await();
        Deferred<Lease> second = lock.acquire();
        Deferred<Lease> third = lock.acquire();
        assertFalse(second.isDone());
        first.release();
        assertTrue(second.isDone());
        assertFalse(third.isDone());
        second.await().release();
        third.await().release();
        assertFree();
    }

    @Test
    void letsAsManyGoOnAsItHasPermits() throws Exception {
        DeferredSemaphore semaphore = new DeferredSemaphore(2);
        Lease first = semaphore.acquire().await();
        assertTrue(semaphore.acquire().isDone());
        Deferred<Lease> third = semaphore.acquire();
        assertFalse(third.isDone());
        first.release();
        assertTrue(third.isDone());
    }

    @Test
    void forgetsAWaiterThatIsCancelled() throws Exception {
        Lease first = lock.acquire().await();
        Deferred<Lease> second = lock.acquire();
        Deferred<Lease> third = lock.acquire();
        assertTrue(second.cancel());
        first.release();
        assertThrows(DeferredCancelledException.class, second::await);
        third.await().release();
        assertFree();
    }

    @Test
    void losesNoTurnThatACancelMeetsOnItsWayToATask() throws Exception {
        Lease first = lock.acquire().await();
        Deferred<Void> task = lock.run(() -> new Deferred.Source<Void>().deferred());
        // So deep in callbacks the turn is given only once the innermost has returned.
        withinCallbacks(20, () -> {
            first.release();
            task.cancel();
        });
        assertTrue(task.isDone());
        assertFree();
    }

    private static void withinCallbacks(int depth, Runnable innermost) {
        Deferred.done().thenAccept(none -> {
            if (depth == 1) {
                innermost.run();
            } else {
                withinCallbacks(depth - 1, innermost);
            }
        });
    }

    @Test
    void refusesASecondRelease() throws Exception {
        Lease lease = lock.acquire().await();
        lease.release();
        assertThrows(IllegalStateException.class, lease::release);
        assertFree();
        assertFalse(lock.acquire().isDone());
    }

    @Test
    void refusesLessThanOnePermit() {
        assertThrows(IllegalArgumentException.class, () -> new DeferredSemaphore(0));
    }

    @Test
    void runsTasksOneAfterTheOther() throws Exception {
        Deferred.Source<String> first = new Deferred.Source<>();
        Deferred<String> one = lock.run(() -> {
            seen.add("one");
            return first.deferred();
        });
        Deferred<String> two = lock.run(() -> {
            seen.add("two");
            return Deferred.of("2");
        });
        assertEquals(List.of("one"), seen);
        first.succeed("1");
        assertEquals(List.of("one", "two"), seen);
        assertEquals("1", one.await());
        assertEquals("2", two.await());
        assertFree();
    }

    @Test
    void givesTheTurnBackWhenATaskFails() {
        Deferred<String> failed = lock.run(() -> Deferred.failed(boom));
        assertSame(boom, assertThrows(IllegalStateException.class, failed::await));
        assertFree();
    }

    @Test
    void givesTheTurnBackWhenATaskThrows() {
        Deferred<String> failed = lock.run(() -> {
            throw boom;
        });
        assertSame(boom, assertThrows(IllegalStateException.class, failed::await));
        assertFree();
    }

    @Test
    void givesTheTurnBackWhenTheRunningTaskIsCancelled() {
        Deferred.Source<String> task = new Deferred.Source<>();
        Deferred<String> running = lock.run(task::deferred);
        assertTrue(running.cancel());
        assertTrue(task.isDone());
        assertFree();
    }

    @Test
    void neverStartsATaskThatIsCancelledInTheLine() throws Exception {
        Lease lease = lock.acquire().await();
        Deferred<String> waiting = lock.run(() -> {
            seen.add("never");
            return Deferred.of("v");
        });
        waiting.cancel();
        lease.release();
        assertEquals(List.of(), seen);
        assertFree();
    }

    @Test
    void servesALongLineWithoutADeepStack() throws Exception {
        Lease lease = lock.acquire().await();
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            lock.acquire().thenAccept(turn -> {
                ran.incrementAndGet();
                turn.release();
            });
        }
        lease.release();
        assertEquals(100_000, ran.get());
        assertFree();
    }

    @Test
    void servesManyThreads() throws Exception {
        int threads = 4;
        int each = 2_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger tooMany = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads * each);
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    lock.run(() -> {
                                tooMany.addAndGet(inside.getAndIncrement());
                                inside.decrementAndGet();
                                return Deferred.done();
                            })
                            .handle((v, e) -> {
                                done.countDown();
                                return "";
                            });
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        assertEquals(0, tooMany.get());
    }
}

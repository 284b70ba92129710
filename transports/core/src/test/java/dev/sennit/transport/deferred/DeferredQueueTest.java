package dev.sennit.transport.deferred;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeferredQueueTest {
    private final DeferredQueue<String> queue = new DeferredQueue<>(2, 2);

    @Test
    void handsItemsOverInOrder() throws Exception {
        queue.put("a");
        queue.put("b");
        assertEquals("a", queue.take().await());
        assertEquals("b", queue.take().await());
        assertEquals(0, queue.size());
    }

    @Test
    void servesTakersFirstComeFirstServed() throws Exception {
        Deferred<String> first = queue.take();
        Deferred<String> second = queue.take();
        queue.put("a");
        assertFalse(second.isDone());
        queue.put("b");
        assertEquals("a", first.await());
        assertEquals("b", second.await());
        assertEquals(0, queue.size());
    }

    @Test
    void refusesAnItemWhenFull() throws Exception {
        queue.put("a");
        queue.put("b");
        DeferredQueue.Overflow overflow = assertThrows(DeferredQueue.Overflow.class, () -> queue.put("c"));
        assertEquals("the queue is full with 2 items", overflow.getMessage());
        assertEquals("a", queue.take().await());
        queue.put("c");
        assertEquals(2, queue.size());
    }

    @Test
    void refusesATakerWhenTooManyWait() {
        queue.take();
        queue.take();
        DeferredQueue.Underflow underflow = assertThrows(DeferredQueue.Underflow.class, queue.take()::await);
        assertEquals("the queue is empty and 2 wait already", underflow.getMessage());
    }

    @Test
    void forgetsATakerThatIsCancelled() throws Exception {
        Deferred<String> first = queue.take();
        Deferred<String> second = queue.take();
        assertTrue(first.cancel());
        Deferred<String> third = queue.take();
        queue.put("a");
        queue.put("b");
        assertEquals("a", second.await());
        assertEquals("b", third.await());
    }

    @Test
    void mayHoldNothingAndOnlyHandOver() throws Exception {
        DeferredQueue<String> direct = new DeferredQueue<>(0, 1);
        assertThrows(DeferredQueue.Overflow.class, () -> direct.put("a"));
        Deferred<String> taker = direct.take();
        direct.put("b");
        assertEquals("b", taker.await());
    }

    @Test
    void refusesNegativeLimits() {
        assertThrows(IllegalArgumentException.class, () -> new DeferredQueue<String>(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DeferredQueue<String>(0, -1));
    }

    @Test
    void closingFailsTakersThatWaitAndThoseThatCome() {
        Deferred<String> waiting = queue.take();
        queue.close();
        DeferredQueue.Closed closed = assertThrows(DeferredQueue.Closed.class, waiting::await);
        assertEquals("the queue is closed", closed.getMessage());
        assertThrows(DeferredQueue.Closed.class, queue.take()::await);
    }

    @Test
    void closingTellsTakersTheCauseOnce() {
        Deferred<String> waiting = queue.take();
        IllegalStateException lost = new IllegalStateException("connection lost");
        queue.close(lost);
        queue.close();
        assertSame(lost, assertThrows(IllegalStateException.class, waiting::await));
        assertSame(lost, assertThrows(IllegalStateException.class, queue.take()::await));
        DeferredQueue.Closed closed = assertThrows(DeferredQueue.Closed.class, () -> queue.put("a"));
        assertSame(lost, closed.getCause());
    }

    @Test
    void aClosedQueueGivesTheItemsItHolds() throws Exception {
        queue.put("a");
        queue.close();
        assertEquals("a", queue.take().await());
        assertThrows(DeferredQueue.Closed.class, queue.take()::await);
    }
}

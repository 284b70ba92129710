package dev.sennit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group starts one service after the other and stops them backwards, whatever goes wrong. */
final class ServiceGroupTest {
    private final List<String> events = new ArrayList<>();
    private final FakeService one = new FakeService("one", events);
    private final FakeService two = new FakeService("two", events);
    private final FakeService three = new FakeService("three", events);
    private final ServiceGroup group = new ServiceGroup("all", List.of(one, two, three));

    @Test
    void startsInOrderAndStopsInTheOppositeOrder() throws Exception {
        group.start().await();
        group.stop().await();
        assertEquals(List.of("start one", "start two", "start three", "stop three", "stop two", "stop one"), events);
    }

    @Test
    void startsTheNextOnlyWhenTheOneBeforeRuns() {
        Deferred.Source<Void> slow = new Deferred.Source<>();
        two.onStart = slow.deferred();
        Deferred<Void> start = group.start();
        assertEquals(List.of("start one", "start two"), events);
        assertFalse(start.isDone());
        slow.succeed(null);
        assertTrue(start.isDone());
        assertEquals("start three", events.get(2));
    }

    @Test
    void stopsWhatHadStartedWhenOneFailsAndFailsWithItsCause() {
        RuntimeException cause = new IllegalArgumentException("no such port");
        three.onStart = Deferred.failed(cause);
        Deferred<Void> start = group.start();
        assertSame(cause, assertThrows(IllegalArgumentException.class, start::await));
        assertEquals(List.of("start one", "start two", "start three", "stop two", "stop one"), events);
    }

    @Test
    void canBeStartedAgainAfterAStartThatFailed() throws Exception {
        two.onStart = Deferred.failed(new IllegalArgumentException("not yet"));
        assertThrows(IllegalArgumentException.class, group.start()::await);
        two.onStart = Deferred.done();
        events.clear();
        group.start().await();
        group.stop().await();
        assertEquals(6, events.size());
    }

    @Test
    void stopsTheRestWhenOneDoesNotStop() throws Exception {
        three.onStop = Deferred.failed(new IllegalStateException("stuck"));
        group.start().await();
        group.stop().await();
        assertEquals(List.of("stop three", "stop two", "stop one"), events.subList(3, 6));
    }

    @Test
    void stopsWhatHadStartedWhenTheStartIsCancelled() {
        two.onStart = new Deferred.Source<Void>().deferred();
        Deferred<Void> start = group.start();
        assertTrue(start.cancel());
        assertEquals(List.of("start one", "start two", "stop one"), events);
    }

    @Test
    void nests() throws Exception {
        FakeService outer = new FakeService("outer", events);
        ServiceGroup tree = new ServiceGroup("tree", List.of(outer, group));
        tree.start().await();
        tree.stop().await();
        assertEquals("start outer", events.get(0));
        assertEquals("stop outer", events.get(7));
    }

    @Test
    void refusesToStartTwiceAndStopsNothingWhenNothingRuns() throws Exception {
        group.stop().await();
        assertEquals(List.of(), events);
        group.start().await();
        String message = assertThrows(IllegalStateException.class, group::start).getMessage();
        assertEquals("service all is running, not stopped", message);
    }

    @Test
    void refusesToStopWhileItStarts() {
        one.onStart = new Deferred.Source<Void>().deferred();
        Deferred<Void> start = group.start();
        assertThrows(IllegalStateException.class, group::stop);
        assertTrue(start.cancel());
    }
}

package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason.Aborted;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a reactor owes besides its connections' bytes: tasks, timers, connecting, shutting down. */
public abstract class ReactorContract extends ContractTest {
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private final HookedFactory hooked = new HookedFactory(serverProbes(Script.idle()));
    private EventLoop loop;

    @BeforeEach
    void takeALoop() {
        loop = bench().server().nextLoop();
    }

    @Test
    void tasksRunInOrderAndNeverInsideExecute() {
        onLoop(loop, () -> {
            for (int i = 0; i < 3; i++) {
                int number = i;
                loop.execute(() -> order.add("task " + number));
            }
            order.add("first");
        });
        waitFor("all had run", () -> order.size() == 4);
        assertEquals(List.of("first", "task 0", "task 1", "task 2"), order);
    }

    @Test
    void tasksOfAnotherThreadRunInItsOrder() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "task " + i).toList();
        elsewhere(() -> names.forEach(name -> loop.execute(() -> order.add(name))));
        waitFor("all had run", () -> order.size() == names.size());
        assertEquals(names, order);
    }

    @Test
    void aLoopKnowsItself() {
        AtomicReference<EventLoop> dealt = new AtomicReference<>(loop);
        onLoop(loop, () -> {
            assertTrue(loop.isCurrent());
            dealt.set(bench().server().nextLoop());
        });
        assertSame(loop, dealt.get(), "on a loop the next one is that loop");
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlines() {
        onLoop(loop, () -> {
            loop.after(Duration.ofMillis(20), () -> order.add("third"));
            loop.after(Duration.ofMillis(10), () -> order.add("second"));
            loop.after(Duration.ZERO, () -> order.add("first"));
            Timer cancelled = loop.after(Duration.ofMillis(5), () -> order.add("never"));
            assertTrue(cancelled.cancel());
            assertFalse(cancelled.cancel());
            assertTrue(order.isEmpty(), "a timer never runs inside after()");
        });
        waitFor("all had run", () -> order.size() == 3);
        assertEquals(List.of("first", "second", "third"), order);
    }

    @Test
    void aTimerWaitsForItsTime() {
        AtomicLong waited = new AtomicLong(-1);
        onLoop(loop, () -> {
            long set = loop.nanoTime();
            loop.after(Duration.ofMillis(30), () -> waited.set(loop.nanoTime() - set));
        });
        waitFor("it had run", () -> waited.get() >= 0);
        assertTrue(waited.get() >= 30_000_000, "ran after " + waited.get() + " ns");
    }

    @Test
    void R6_aTaskOrTimerThatThrowsHarmsNoOther() {
        Deliberate task = new Deliberate();
        Deliberate timer = new Deliberate();
        onLoop(loop, () -> {
            loop.execute(task::raise);
            loop.after(Duration.ZERO, timer::raise);
            loop.after(Duration.ofMillis(1), () -> order.add("timer"));
            loop.execute(() -> order.add("task"));
        });
        waitFor("both had run", () -> order.size() == 2);
        assertEquals(1, witness().logged(task));
        assertEquals(1, witness().logged(timer));
    }

    @Test
    void offloadAnswersOnALoop() {
        AtomicBoolean onLoop = new AtomicBoolean();
        Deferred.Source<String> seen = new Deferred.Source<>();
        onLoop(loop, () -> bench().server().offload(() -> "done").whenComplete((value, failure) -> {
            onLoop.set(loop.isCurrent());
            seen.succeed(String.valueOf(value));
        }));
        assertEquals("done", await(seen.deferred()));
        assertTrue(onLoop.get());
        assertFails(bug, bench().server().offload(bug::raise));
    }

    @Test
    void offloadRunsOnTheThreadsGiven() {
        AtomicInteger given = new AtomicInteger();
        assertEquals("done", await(bench().server().offload(() -> "done", work -> {
            given.incrementAndGet();
            work.run();
        })));
        assertEquals(1, given.get());
        RejectedExecutionException refusal = new RejectedExecutionException("no thread");
        assertFails(refusal, bench().server().offload(() -> "never", work -> {
            throw refusal;
        }));
    }

    @Test
    void R1_connectingWhereNobodyListensIsRefused() {
        Listener listener = listen(Script.idle());
        await(listener.close());
        ConnectFailedException failed =
                assertConnectFails(ConnectFailedException.Kind.REFUSED, connect(listener, Script.idle()));
        assertEquals(listener.address().toString(), failed.target());
    }

    @Test
    void R1_listeningWhereSomebodyListensFails() {
        Listener listener = listen(Script.idle());
        assertListenFails(ListenFailedException.Kind.IN_USE, listening(listener.address(), hooked));
        assertEquals(hooked.started.get(), hooked.stopped.get());
    }

    @Test
    void anAddressIsFreeAgainAfterClose() {
        Listener listener = listen(Script.idle());
        Probe client = connected(listener);
        Probe server = accepted(0);
        await(listener.close());
        await(listener.close());
        Listener again = await(listening(listener.address(), serverProbes(Script.idle())));
        assertEquals(listener.address(), again.address());
        on(client, () -> client.write("still alive"));
        waitFor("the old connection lives on", () -> server.receivedBytes() == 11);
        assertEquals(1, listener.connections());
    }

    @Test
    void R1_afterShutdownNothingOpens() {
        bench().server().close();
        assertThrows(ListenFailedException.class, () -> await(listenHere(hooked)));
        assertThrows(
                ConnectFailedException.class,
                () -> await(bench().server().connect(bench().listenAt(), ConnectOptions.DEFAULT, hooked)));
        assertEquals(0, hooked.started.get());
    }

    @Test
    void R2_connectAnswersAfterConnectionMade() {
        Listener listener = listen(Script.idle());
        AtomicBoolean madeBefore = new AtomicBoolean();
        Probe client = await(connect(listener, Script.idle())
                .whenComplete((probe, failure) -> madeBefore.set(probe != null && probe.heard("made"))));
        assertTrue(madeBefore.get());
        assertFalse(client.isLost());
    }

    @RepeatedTest(5)
    void R3_cancellingLeavesNothingOpen() {
        Listener listener = listen(Script.idle());
        for (int i = 0; i < 20; i++) {
            Deferred<Probe> connecting = connect(listener, Script.idle());
            boolean cancelled = connecting.cancel();
            try {
                Probe early = await(connecting);
                if (!cancelled) {
                    on(early, early::close);
                }
                // A result may overtake a cancel; the connection is then ended all the same.
                waitForEnd(early);
            } catch (DeferredCancelledException expected) {
                assertTrue(cancelled);
            }
        }
        Probe last = connected(listener);
        on(last, last::close);
        waitForEnd(last);
        waitFor("nothing was left", () -> listener.connections() == 0);
    }

    @Test
    void factoryHooksRunOnceAndStoppedOnlyAfterTheLastConnection() {
        Listener listener = listen(hooked);
        Probe one = connected(listener);
        Probe two = connected(listener);
        waitFor("both were accepted", () -> acceptedCount() == 2);
        await(listener.close());
        assertEquals(0, hooked.stopped.get());
        on(one, one::close);
        waitFor("one was gone", () -> listener.connections() == 1);
        assertEquals(0, hooked.stopped.get());
        on(two, two::close);
        waitFor("it was stopped", () -> hooked.stopped.get() > 0);
        waitFor("all had ended", () -> listener.connections() == 0);
        settle(one, two);
        assertEquals(1, hooked.started.get());
        assertEquals(1, hooked.stopped.get());
    }

    @Test
    void aFactoryThatDoesNotStartKeepsTheListenerClosed() {
        hooked.onStart = bug::raise;
        assertSame(
                bug,
                assertListenFails(ListenFailedException.Kind.FACTORY, listening(hooked))
                        .getCause());
        hooked.onStart = () -> {};
        listen(hooked);
    }

    @Test
    void aListenerAcceptsOnlyWhenItsFactoryHasStarted() {
        Deferred.Source<Void> starting = new Deferred.Source<>();
        hooked.starting = starting.deferred();
        Deferred<Listener> listening = listening(hooked);
        waitFor("the factory starts", () -> hooked.started.get() == 1);
        settle();
        assertFalse(listening.isDone());
        starting.succeed(null);
        Listener listener = await(listening);
        connected(listener);
        waitFor("it was let in", () -> listener.connections() == 1);
    }

    @Test
    void aFactoryWhoseStartFailsLaterFreesTheAddress() {
        hooked.starting = Deferred.failed(bug);
        assertSame(
                bug,
                assertListenFails(ListenFailedException.Kind.FACTORY, listening(hooked))
                        .getCause());
        assertEquals(0, hooked.stopped.get());
        hooked.starting = Deferred.done();
        listen(hooked);
    }

    @Test
    void aListenThatIsCancelledCancelsTheStartOfItsFactory() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Deferred.Source<Void> starting = new Deferred.Source<>();
        starting.onCancel(() -> cancelled.set(true));
        hooked.starting = starting.deferred();
        Deferred<Listener> listening = listening(hooked);
        waitFor("the factory starts", () -> hooked.started.get() == 1);
        listening.cancel();
        waitFor("the start was cancelled", cancelled::get);
        assertEquals(0, hooked.stopped.get());
    }

    @Test
    void aDrainEndsWhenTheFactoryHasStopped() {
        Deferred.Source<Void> stopping = new Deferred.Source<>();
        hooked.stopping = stopping.deferred();
        Listener listener = listen(hooked);
        var draining = listener.drain(Duration.ZERO);
        waitFor("the factory stops", () -> hooked.stopped.get() == 1);
        settle();
        assertFalse(draining.isDone());
        stopping.succeed(null);
        assertEquals(0, await(draining).endedInTime());
    }

    @Test
    void R5_shutdownAbortsEveryConnectionAndTellsItFirst() {
        open(Script.idle(), Script.idle());
        AtomicBoolean toldBefore = new AtomicBoolean();
        listen(hooked);
        boolean same = bench().server() == bench().client();
        await(bench().server().shutdown().whenComplete((none, failure) -> toldBefore.set(server.isLost())));
        assertTrue(toldBefore.get());
        assertEnded(Aborted.class, By.REACTOR, server);
        assertEquals(1, hooked.stopped.get());
        if (same) {
            assertEnded(Aborted.class, By.REACTOR, client);
        } else {
            waitForReset(client);
        }
        await(bench().server().shutdown());
    }

    @Test
    void R5_aTaskThatAsksForItselfForEverDoesNotHoldTheShutdownUp() {
        open(Script.idle(), Script.idle());
        loop.execute(new Runnable() {
            @Override
            public void run() {
                loop.execute(this);
            }
        });
        await(bench().server().shutdown());
        assertEnded(Aborted.class, By.REACTOR, server);
    }

    @Test
    void R7_aConnectCallsBackOnTheConnectionsLoopWhoeverAttachesAndWhenever() {
        Listener listener = listen(Script.idle());
        List<Boolean> onItsLoop = Collections.synchronizedList(new ArrayList<>());
        Deferred<Probe> connecting = connect(listener, Script.idle());
        connecting.thenAccept(probe -> onItsLoop.add(probe.transport().loop().isCurrent()));
        await(connecting);
        connecting.thenAccept(probe -> onItsLoop.add(probe.transport().loop().isCurrent()));
        waitFor("both were called back", () -> onItsLoop.size() == 2);
        assertEquals(List.of(true, true), onItsLoop);
    }

    @Test
    void R7_everyResultOfAReactorCallsBackOnALoopOfIt() {
        Listener listener = listen(Script.idle());
        assertCallsBackOnALoop(bench().server(), bench().server().offload(() -> "done"));
        assertCallsBackOnALoop(
                bench().server(),
                listening(listener.address(), serverProbes(Script.idle())).exceptionally(inUse -> listener));
        assertCallsBackOnALoop(bench().server(), listener.close());
        assertCallsBackOnALoop(bench().server(), listener.drain(Duration.ZERO));
        assertCallsBackOnALoop(
                bench().client(), connect(listener, Script.idle()).handle((probe, refused) -> "refused"));
    }

    /** Attached at once, and when the result has long been there. */
    private void assertCallsBackOnALoop(Reactor reactor, Deferred<?> deferred) {
        List<Boolean> onALoop = Collections.synchronizedList(new ArrayList<>());
        deferred.thenRun(() -> onALoop.add(reactor.nextLoop().isCurrent()));
        await(deferred.handle((value, failure) -> "done"));
        deferred.thenRun(() -> onALoop.add(reactor.nextLoop().isCurrent()));
        waitFor("both were called back", () -> onALoop.size() == 2);
        assertEquals(List.of(true, true), onALoop);
    }

    @Test
    void R8_timersMayBeSetRestartedAndCancelledFromAnyThread() {
        Deferred.Source<Timer> setOnTheLoop = new Deferred.Source<>();
        onLoop(loop, () -> setOnTheLoop.succeed(loop.after(Duration.ofHours(1), () -> order.add("never"))));
        Timer cancelled = await(setOnTheLoop.deferred());
        onAnotherThread(() -> {
            assertTrue(cancelled.isActive());
            assertTrue(cancelled.cancel());
            assertFalse(cancelled.cancel());
            assertFalse(cancelled.restart(Duration.ZERO));
            Timer sooner = loop.after(Duration.ofHours(1), () -> order.add("second on loop " + loop.isCurrent()));
            loop.after(Duration.ZERO, () -> order.add("first on loop " + loop.isCurrent()));
            assertTrue(sooner.restart(Duration.ofMillis(20)));
            return true;
        });
        waitFor("both had run", () -> order.size() == 2);
        assertEquals(List.of("first on loop true", "second on loop true"), order);
    }

    @Test
    void R8_aTimeoutMayBeSetFromAnyThread() {
        Deferred<String> never = new Deferred.Source<String>(loop).deferred();
        Deferred<String> limited =
                onAnotherThread(() -> never.named("the answer").timeout(Duration.ofMillis(20), loop));
        DeferredTimeoutException timeout = assertThrows(DeferredTimeoutException.class, () -> await(limited));
        assertEquals("the answer timed out after 0.02s", timeout.getMessage());
    }

    /** Runs something on a thread that is no loop, and waits for it. */
    private <T> T onAnotherThread(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        new Thread(task).start();
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void R9_aTaskAfterThisPassRunsBehindAllTasksOfIt() {
        onLoop(loop, () -> {
            loop.execute(() -> order.add("task before"));
            loop.afterThisPass(() -> order.add("after this pass"));
            loop.execute(() -> order.add("task of this pass"));
        });
        waitFor("all had run", () -> order.size() == 3);
        assertEquals(List.of("task before", "task of this pass", "after this pass"), order);
    }
}

package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where descriptors or threads are short, whoever asks hears of it, and all goes on once there are some again. */
@Timeout(60)
class ShortageTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Opens each poller as the test says. */
    private static final class Pollers extends TestSockets {
        private final Supplier<Throwable> shortage;

        Pollers(Supplier<Throwable> shortage) {
            this.shortage = shortage;
        }

        @Override
        public Poller openPoller() throws IOException {
            Throwable failure = shortage.get();
            if (failure instanceof IOException none) {
                throw none;
            }
            if (failure instanceof Error none) {
                throw none;
            }
            return super.openPoller();
        }
    }

    private record Silent(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private static Supplier<Throwable> inTurn(Throwable... failures) {
        AtomicInteger next = new AtomicInteger();
        return () -> {
            int turn = next.getAndIncrement();
            return turn < failures.length ? failures[turn] : new Throwable("none");
        };
    }

    private static NioReactor withoutPollers() {
        IOException shortage = new IOException("Too many open files");
        return new NioReactor(NioSettings.DEFAULT.withLoops(1), new Pollers(() -> shortage));
    }

    @Test
    void aLoopThatCannotStartRefusesTheTaskAndStartsForTheNextThatComesWhenItCan() throws InterruptedException {
        IOException noDescriptor = new IOException("Too many open files");
        NoClassDefFoundError noClass = new NoClassDefFoundError("for want of a descriptor");
        NioLoop loop = new NioLoop(
                "short",
                NioSettings.DEFAULT,
                new LoopGroup.Home(
                        new Pollers(inTurn(noDescriptor, noClass)),
                        MemoryBudget.UNLIMITED,
                        () -> {},
                        failure -> {},
                        Runnable::run),
                NioLoop.IDLE_MILLIS);
        AtomicInteger refused = new AtomicInteger();
        for (Throwable cause : List.of(noDescriptor, noClass)) {
            RejectedExecutionException told =
                    assertThrows(RejectedExecutionException.class, () -> loop.execute(refused::incrementAndGet));
            assertEquals("short cannot start: " + cause.getMessage(), told.getMessage());
            assertEquals(cause, told.getCause());
        }
        CountDownLatch ran = new CountDownLatch(1);
        loop.execute(ran::countDown);
        assertTrue(ran.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "the task was not run");
        assertEquals(0, refused.get(), "tasks that were refused were run");
        loop.shutDown(() -> {});
    }

    @Test
    void aLoopThatCannotStartCanBeShutDown() throws InterruptedException {
        NioReactor reactor = withoutPollers();
        reactor.shutdown().await(LIMIT);
    }

    @Test
    void whatIsAskedOfAReactorWithoutPollersFails() throws InterruptedException {
        try (NioReactor reactor = withoutPollers()) {
            Deferred<?> listening = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Silent::new);
            assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
            Deferred<?> connecting = reactor.connect(TcpAddress.loopback(1), ConnectOptions.DEFAULT, Silent::new);
            assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
        }
    }

    @Test
    void workThatIsDoneWhereItsLoopCannotStartFailsItsAnswer() throws InterruptedException {
        try (NioReactor reactor = withoutPollers()) {
            Deferred<String> done = reactor.offload(() -> "done");
            assertThrows(RejectedExecutionException.class, () -> done.await(LIMIT));
        }
    }

    @Test
    void workThatIsDoneAfterTheShutdownFailsItsAnswer() throws InterruptedException {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1))) {
            CountDownLatch shutDown = new CountDownLatch(1);
            Deferred<String> done = reactor.offload(() -> {
                shutDown.await();
                return "done";
            });
            reactor.shutdown().await(LIMIT);
            shutDown.countDown();
            assertThrows(RejectedExecutionException.class, () -> done.await(LIMIT));
            Deferred<String> late = reactor.offload(() -> "done");
            assertThrows(RejectedExecutionException.class, () -> late.await(LIMIT));
        }
    }

    @Test
    void aLoopRunsUnwatchedWithoutAThreadForTheWatchAndIsWatchedOnceThereIsOne() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch watched = new CountDownLatch(1);
        LoopGroup.StallWatch watch = new LoopGroup.StallWatch(List.of(), NioSettings.DEFAULT, work -> {
            switch (asked.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("unable to create native thread");
                case 2 -> throw new IllegalStateException("a thread factory's own failure");
                default -> {
                    return new Thread(watched::countDown);
                }
            }
        });
        watch.wake();
        watch.wake();
        watch.wake();
        assertTrue(watched.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "nobody watches");
    }

    @Test
    void aWatchWhoseThreadDiedIsReplacedAtTheNextStartOfALoop() throws InterruptedException {
        List<Thread> made = new ArrayList<>();
        LoopGroup.StallWatch watch = new LoopGroup.StallWatch(List.of(), NioSettings.DEFAULT, work -> {
            Thread dies = new Thread(() -> {});
            made.add(dies);
            return dies;
        });
        watch.wake();
        made.get(0).join();
        watch.wake();
        assertEquals(2, made.size());
    }

    @Test
    void aWatchGoesOnAfterALookThatFailed() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        NioLoop idle = new NioLoop(
                "idle",
                NioSettings.DEFAULT,
                new LoopGroup.Home(JdkSockets.INSTANCE, MemoryBudget.UNLIMITED, () -> {}, failure -> {}, Runnable::run),
                NioLoop.IDLE_MILLIS);
        List<NioLoop> unreadable = new AbstractList<>() {
            @Override
            public NioLoop get(int index) {
                looks.countDown();
                if (looks.getCount() > 0) {
                    throw new OutOfMemoryError("Java heap space");
                }
                return idle;
            }

            @Override
            public int size() {
                return 1;
            }
        };
        List<Thread> made = new ArrayList<>();
        NioSettings settings = NioSettings.DEFAULT.withLoops(1).withStallLimit(Duration.ofMillis(4));
        LoopGroup.StallWatch watch = new LoopGroup.StallWatch(unreadable, settings, work -> {
            Thread thread = new Thread(work);
            made.add(thread);
            return thread;
        });
        watch.wake();
        assertTrue(looks.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "nobody looks any more");
        // No loop runs: then the watch ends too.
        made.get(0).join(LIMIT.toMillis());
        assertFalse(made.get(0).isAlive(), "the watch outlives the loops");
    }
}

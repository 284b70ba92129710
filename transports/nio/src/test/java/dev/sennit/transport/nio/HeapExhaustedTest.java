package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that finds the heap exhausted frees and ends all that lives on it, whatever else fails on the way. */
@Timeout(60)
class HeapExhaustedTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final QuietEnds quiet = new QuietEnds();
    private final BlockingQueue<Guest> guests = new LinkedBlockingQueue<>();
    private final List<Socket> peers = new ArrayList<>();
    private final Deferred.Source<Throwable> ended = new Deferred.Source<>();
    private final Deferred.Source<Thread> onLoop = new Deferred.Source<>();
    /** What the guests throw when something comes. */
    private Error thrown = new OutOfMemoryError("Java heap space");

    @AfterEach
    void end() throws Exception {
        for (Socket peer : peers) {
            peer.close();
        }
        reactor.shutdown().await(LIMIT);
        quiet.close();
    }

    @Test
    void everyConnectionAndListenerOfTheLoopEndsAndTheReactorSaysWhy() throws Exception {
        Listener listener = listen();
        Guest first = arrive(listener);
        Guest second = arrive(listener);
        reactor.ended().whenComplete((none, failure) -> ended.succeed(failure));
        say(0);

        assertSame(thrown, ended.deferred().await(LIMIT));
        for (Guest guest : List.of(first, second)) {
            assertInstanceOf(CloseReason.Broken.class, guest.lost.deferred().await(LIMIT));
        }
        assertEnded(peers.get(0));
        assertEnded(peers.get(1));
        assertThrows(IOException.class, () -> connect(listener).close());
        listener.close().await(LIMIT);
        assertEquals(0, listener.drain(Duration.ZERO).await(LIMIT).cutOff().size());
    }

    @Test
    void thePeersHearOfItBeforeTheReactorSaysSo() throws Exception {
        Listener listener = listen();
        arrive(listener);
        arrive(listener);
        Deferred.Source<Boolean> peersEnded = new Deferred.Source<>();
        reactor.ended().whenComplete((none, failure) -> {
            try {
                assertEnded(peers.get(1));
                peersEnded.succeed(true);
            } catch (IOException | AssertionError stillOpen) {
                peersEnded.fail(stillOpen);
            }
        });
        say(0);
        assertTrue(peersEnded.deferred().await(LIMIT));
    }

    @Test
    void theHandlerOfUncaughtExceptionsHearsWhatEndedTheThread() throws Exception {
        Listener listener = listen();
        Guest guest = arrive(listener);
        Thread loop = ((NioLoop) guest.transport.loop()).thread();
        say(0);
        if (loop != null) {
            loop.join(LIMIT.toMillis());
        }
        assertTrue(quiet.heard.stream().anyMatch(each -> each == thrown), quiet.heard::toString);
    }

    @Test
    void nothingThatFailsKeepsTheOthersFromTheirEnd() throws Exception {
        Listener listener = listen();
        Guest first = arrive(listener);
        Guest second = arrive(listener);
        first.throwsWhenLost = true;
        AtomicInteger asked = new AtomicInteger();
        NioLoop loop = (NioLoop) first.transport.loop();
        loop.execute(() -> {
            loop.addMember(new Unendable(asked));
            onLoop.succeed(Thread.currentThread());
        });
        onLoop.deferred().await(LIMIT);
        reactor.ended().whenComplete((none, failure) -> {
            ended.succeed(failure);
            throw thrown;
        });
        say(0);
        second.lost.deferred().await(LIMIT);
        assertSame(thrown, ended.deferred().await(LIMIT));
        reactor.shutdown().await(LIMIT);
        assertEquals(2, asked.get(), "times that the member was asked to end");
    }

    @Test
    void anErrorThatCameWrappedCounts() throws Exception {
        OutOfMemoryError shortage = new OutOfMemoryError("Java heap space");
        thrown = new Error("a library's own", shortage);
        Listener listener = listen();
        arrive(listener);
        reactor.ended().whenComplete((none, failure) -> ended.succeed(failure));
        say(0);
        assertSame(thrown, ended.deferred().await(LIMIT));
    }

    @Test
    void anotherShortageEndsTheOneConnectionOnly() throws Exception {
        thrown = new OutOfMemoryError("unable to create native thread: expected in the log of this test");
        Listener listener = listen();
        Guest first = arrive(listener);
        Guest second = arrive(listener);
        say(0);
        first.lost.deferred().await(LIMIT);
        second.transport.loop().execute(() -> onLoop.succeed(Thread.currentThread()));
        onLoop.deferred().await(LIMIT);
        assertFalse(second.lost.deferred().isDone(), "another connection has ended");
        assertFalse(reactor.ended().isDone(), "the reactor has ended");
    }

    @Test
    void aReactorThatIsShutDownHasEnded() throws Exception {
        Deferred<Void> asked = reactor.ended();
        reactor.shutdown().await(LIMIT);
        asked.await(LIMIT);
        assertTrue(reactor.ended().isDone());
    }

    @Test
    void oneWhoGivesUpTheAnswerTakesItFromNobodyElse() throws Exception {
        Deferred<Void> other = reactor.ended();
        reactor.ended().cancel();
        reactor.shutdown().await(LIMIT);
        other.await(LIMIT);
    }

    private Listener listen() throws InterruptedException {
        return reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Guest::new)
                .await(LIMIT);
    }

    private Guest arrive(Listener listener) throws Exception {
        peers.add(connect(listener));
        Guest guest = guests.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (guest == null) {
            throw new AssertionError("nobody was let in");
        }
        return guest;
    }

    private void say(int peer) throws IOException {
        peers.get(peer).getOutputStream().write('x');
    }

    private static void assertEnded(Socket peer) throws IOException {
        try {
            assertEquals(-1, peer.getInputStream().read());
        } catch (java.net.SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            // That is an end, too.
        }
    }

    private static Socket connect(Listener listener) throws IOException {
        TcpAddress address = (TcpAddress) listener.address();
        Socket socket = new Socket(address.ip(), address.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private final class Guest implements Protocol {
        private final Transport transport;
        private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
        private volatile boolean throwsWhenLost;

        Guest(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            guests.add(this);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            throw thrown;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            if (throwsWhenLost) {
                throw thrown;
            }
            lost.succeed(reason);
        }
    }

    private record Unendable(AtomicInteger asked) implements LoopMember {
        @Override
        public void loopEnds(@Nullable Throwable failure) {
            asked.incrementAndGet();
            throw new OutOfMemoryError("Java heap space: expected in the log of this test");
        }

        @Override
        public String toString() {
            throw new OutOfMemoryError("Java heap space");
        }
    }
}

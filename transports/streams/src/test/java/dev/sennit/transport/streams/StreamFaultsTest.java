package dev.sennit.transport.streams;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever throws under a connection on streams ends it; nobody waits for what does not come. */
@Timeout(60)
class StreamFaultsTest {
    /** More than the high mark. */
    private static final int MUCH_BYTES = 300_000;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final IllegalStateException bug = new IllegalStateException("a bug");
    private final NioReactor reactor = new NioReactor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch dropped = new CountDownLatch(1);
    private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

    /** A layer, say: the connection at the top lets nothing through. */
    private class Witness implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private static final class Faulty extends InputStream {
        private final IllegalStateException bug;

        Faulty(IllegalStateException bug) {
            this.bug = bug;
        }

        @Override
        public int read() {
            throw bug;
        }

        @Override
        public int read(byte[] to, int at, int count) {
            throw bug;
        }
    }

    /** Has nothing, and does not end within the test. */
    private final class Endless extends InputStream {
        @Override
        public int read() throws IOException {
            StreamFaultsTest.await(over);
            return -1;
        }

        @Override
        public int read(byte[] to, int at, int count) throws IOException {
            return read();
        }
    }

    @AfterEach
    void shutDown() {
        over.countDown();
        reactor.close();
    }

    private CloseReason.Broken ended(InputStream in, Protocol above) throws InterruptedException {
        EventLoop loop = reactor.nextLoop();
        loop.execute(() -> {
            StreamEnds ends = new StreamEnds(in, OutputStream.nullOutputStream(), () -> "", atOnce -> {});
            StreamConnection connection = new StreamConnection(
                    loop, new StreamAddress("test"), ends, WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
            connection.carry(above);
            connection.begin();
        });
        return assertInstanceOf(CloseReason.Broken.class, lost.deferred().await(LIMIT));
    }

    @Test
    void aStreamThatThrowsEndsTheConnection() throws InterruptedException {
        assertEquals(
                "reading failed: " + bug,
                ended(new Faulty(bug), new Witness()).cause().getMessage());
    }

    @Test
    void aPeerThatTakesNothingIsNotWaitedForForEverAfterClose() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                try {
                    never.await();
                } catch (InterruptedException end) {
                    throw new InterruptedIOException();
                }
            }
        };
        EventLoop loop = reactor.nextLoop();
        loop.execute(() -> {
            StreamEnds ends = new StreamEnds(InputStream.nullInputStream(), stuck, () -> "", atOnce -> {});
            CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withFlush(Duration.ofMillis(100));
            StreamConnection connection =
                    new StreamConnection(loop, new StreamAddress("test"), ends, WaterMarks.DEFAULT, timeouts);
            connection.carry(new Witness());
            connection.begin();
            connection.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            connection.close();
        });
        CloseReason.Broken reason =
                assertInstanceOf(CloseReason.Broken.class, lost.deferred().await(LIMIT));
        never.countDown();
        assertEquals(
                "after close() the peer took nothing of the last 3 bytes for 0 s",
                reason.cause().getMessage());
    }

    @Test
    void aReleaseThatThrowsLeavesNoMemoryCounted() throws InterruptedException {
        EventLoop loop = reactor.nextLoop();
        MemoryBudget budget = assertInstanceOf(LoopMember.Loop.class, loop).memoryBudget();
        Deferred.Source<Long> held = new Deferred.Source<>();
        loop.execute(() -> {
            StreamEnds ends =
                    new StreamEnds(InputStream.nullInputStream(), OutputStream.nullOutputStream(), () -> "", atOnce -> {
                        throw bug;
                    });
            StreamConnection connection = new StreamConnection(
                    loop, new StreamAddress("test"), ends, WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
            connection.carry(new Witness());
            // Not begun: nothing is sent.
            connection.write(ByteBuffer.allocate(1000));
            held.succeed(budget.heldBytes());
            connection.abort();
        });
        assertInstanceOf(CloseReason.Aborted.class, lost.deferred().await(LIMIT));
        assertEquals(1000, held.deferred().await(LIMIT));
        assertEquals(0, budget.heldBytes());
    }

    /** Its output takes nothing. Its input comes when the connection has found that. */
    private StreamEnds leaver(InputStream lastWords) {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        InputStream later = new FilterInputStream(lastWords) {
            @Override
            public int read(byte[] to, int at, int count) throws IOException {
                await(dropped);
                return super.read(to, at, count);
            }
        };
        return new StreamEnds(later, closed, () -> "", atOnce -> {});
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException end) {
            throw new InterruptedIOException();
        }
    }

    private String endAfterFailedWrite(StreamEnds ends, CloseTimeouts timeouts, Hearing above)
            throws InterruptedException {
        EventLoop loop = reactor.nextLoop();
        loop.execute(() -> {
            StreamConnection connection =
                    new StreamConnection(loop, new StreamAddress("test"), ends, WaterMarks.DEFAULT, timeouts);
            above.connection = connection;
            connection.carry(above);
            connection.begin();
            connection.write(ByteBuffer.allocate(MUCH_BYTES));
        });
        return String.valueOf(
                assertInstanceOf(CloseReason.Broken.class, lost.deferred().await(LIMIT))
                        .cause()
                        .getMessage());
    }

    /** Writes on when it may, and does not read while it may not. */
    private class Hearing extends Witness {
        private final int moreBytes;
        private final ByteQueue heard = new ByteQueue();

        @Nullable
        StreamConnection connection;

        Hearing(int moreBytes) {
            this.moreBytes = moreBytes;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(data);
        }

        @Override
        public boolean writePaused() {
            requireNonNull(connection).pauseReading();
            return true;
        }

        @Override
        public void writeResumed() {
            requireNonNull(connection).resumeReading();
            requireNonNull(connection).write(ByteBuffer.allocate(moreBytes));
            dropped.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void T8_whatThePeerWroteIsHeardThoughAWriteFailsFirst(int moreBytes) throws InterruptedException {
        Hearing above = new Hearing(moreBytes);
        StreamEnds ends = leaver(new ByteArrayInputStream(new byte[MUCH_BYTES]));
        assertEquals(
                "the peer closed the stream: Broken pipe", endAfterFailedWrite(ends, CloseTimeouts.DEFAULT, above));
        assertEquals(MUCH_BYTES, above.heard.length());
    }

    @Test
    void aPeerThatTakesNothingMoreAndDoesNotEndIsNotWaitedForForEver() throws InterruptedException {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(Duration.ofMillis(100));
        assertEquals(
                "the peer closed the stream: Broken pipe",
                endAfterFailedWrite(leaver(new Endless()), timeouts, new Hearing(MUCH_BYTES)));
    }

    @Test
    void closingAfterAFailedWriteEndsTheConnection() throws InterruptedException {
        Hearing closing = new Hearing(0) {
            @Override
            public void dataReceived(ByteBuffer data) {
                requireNonNull(connection).close();
            }
        };
        InputStream words = new SequenceInputStream(new ByteArrayInputStream(new byte[10]), new Endless());
        assertEquals(
                "the peer closed the stream: Broken pipe",
                endAfterFailedWrite(leaver(words), CloseTimeouts.DEFAULT.withLinger(Duration.ofHours(1)), closing));
    }

    @Test
    void aLayerThatThrowsAtTheEndOfTheInputIsAborted() throws InterruptedException {
        Protocol faulty = new Witness() {
            @Override
            public boolean inputEnded() {
                throw bug;
            }
        };
        assertSame(bug, ended(InputStream.nullInputStream(), faulty).cause());
    }
}

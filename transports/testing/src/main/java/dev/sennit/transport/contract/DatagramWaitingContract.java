package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.SendLimits;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.DatagramFailedException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits because a receiver takes none, D10 to D15: for sockets that lose nothing, where the receiver is full then. */
public abstract class DatagramWaitingContract extends DatagramTest {
    private static final int MANY = 10_000;
    private static final Bytes THOUSAND = pattern(1000);

    /** A receiver that takes nothing until it resumes. */
    @SuppressWarnings("NullAway.Init")
    private DatagramProbe deaf;

    /** Who has sent to it until some waited. */
    @SuppressWarnings("NullAway.Init")
    private DatagramProbe sender;

    private void sendToADeafOne(boolean withPeer, SendLimits limits) {
        deaf = deaf();
        DatagramOptions options = DatagramOptions.DEFAULT.withSending(limits);
        sender = near(withPeer ? options.withPeer(deaf.local()) : options, IDLE);
        fill(sender, THOUSAND, deaf);
    }

    private DatagramProbe deaf() {
        DatagramProbe probe = far();
        on(probe, probe::pause);
        return probe;
    }

    /** Sends until some wait. */
    private void fill(DatagramProbe from, Bytes data, DatagramProbe to) {
        on(from, () -> {
            for (int i = 0; i < MANY && !from.heard("paused"); i++) {
                from.send(data, to.local());
            }
        });
        assertTrue(from.heard("paused"), "D12: writePaused must come however much the system takes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D10_D12_allArriveInOrderAtASlowReader(boolean withPeer) {
        DatagramProbe slow = far((probe, event) -> {
            if (event.equals("data") && probe.receivedCount() % 200 == 0) {
                probe.pause();
                probe.transport().loop().after(Duration.ofMillis(1), probe::resume);
            }
        });
        on(slow, slow::pause);
        AtomicInteger next = new AtomicInteger();
        BiConsumer<DatagramProbe, String> goOn = (probe, event) -> {
            if (event.equals("opened") || event.equals("resumed")) {
                boolean room = true;
                while (room && next.get() < MANY) {
                    probe.send(numbered(next.getAndIncrement()), slow.local());
                    room = probe.times("paused") == probe.times("resumed");
                }
            }
            if (event.equals("paused") && probe.times("paused") == 1) {
                slow.transport().loop().execute(slow::resume);
            }
        };
        DatagramOptions options = DatagramOptions.DEFAULT;
        DatagramProbe sender = near(withPeer ? options.withPeer(slow.local()) : options, goOn);
        waitForDatagrams(numbered(0, MANY), slow);
        assertTrue(sender.times("resumed") > 0);
        assertEquals(List.of(), sender.failures());
    }

    @Test
    void D11_aReceiverThatTakesNothingHoldsUpNoOther() {
        DatagramProbe deaf = deaf();
        DatagramProbe echo = far(ECHO);
        SendLimits limits = SendLimits.DEFAULT.withMarks(new WaterMarks(0, 1000));
        DatagramProbe sender = near(DatagramOptions.DEFAULT.withSending(limits), (probe, event) -> {
            if (event.equals("data") && probe.receivedCount() < 500) {
                probe.send(numbered(probe.receivedCount()), echo.local());
            }
        });
        // Short ones: what the deaf one leaves unread counts for the sender's buffer, which all share.
        fill(sender, numbered(0), deaf);
        send(sender, numbered(0), echo);
        waitForDatagrams(500, sender);
        assertEquals(0, sender.times("resumed"));
        on(deaf, deaf::resume);
        waitFor("what waited had left", () -> sender.heard("resumed"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D11_aReceiverThatTakesNothingCostsNoProcessorTime(boolean withPeer) {
        sendToADeafOne(withPeer, SendLimits.DEFAULT);
        AtomicInteger thread = new AtomicInteger();
        on(sender, () -> thread.set((int) Thread.currentThread().getId()));
        Duration waited = Duration.ofSeconds(1);
        long before = processorNanos(thread.get());
        Deferred.Source<Boolean> over = new Deferred.Source<>();
        on(sender, () -> sender.transport().loop().after(waited, () -> over.succeed(true)));
        await(over.deferred());
        long spent = processorNanos(thread.get()) - before;
        assertTrue(before >= 0 && spent < waited.toNanos() / 5, spent + " ns in " + waited);
        on(deaf, deaf::resume);
        waitFor("what waited had left", () -> sender.heard("resumed"));
    }

    private static long processorNanos(int thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D11_whatFindsNoRoomFails(boolean withPeer) {
        SendLimits limits =
                withPeer ? SendLimits.DEFAULT.withBytes(100_000) : SendLimits.DEFAULT.withBytesPerPeer(100_000);
        sendToADeafOne(withPeer, limits);
        on(sender, () -> {
            for (int i = 0; i < 100; i++) {
                sender.send(THOUSAND, deaf.local());
            }
        });
        DatagramFailedException failed = waitForFailure(DatagramFailedException.Kind.NO_ROOM, sender);
        assertTrue(failed.toString().contains("100000 bytes"), failed.toString());
        settle(sender);
        int lost = sender.failures().size();
        assertTrue(lost > 0 && lost < 100, lost + " failed");
        on(deaf, deaf::resume);
        waitFor("what waited had left", () -> sender.heard("resumed"));
        send(sender, numbered(1), deaf);
        waitFor("the last had come", () -> deaf.received().contains(numbered(1)));
        assertEquals(lost, sender.failures().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D11_whatWaitsTooLongFails(boolean withPeer) {
        SendLimits limits = SendLimits.DEFAULT.withTimeout(Duration.ofMillis(100));
        sendToADeafOne(withPeer, limits);
        waitFor("what waited was given up", () -> sender.heard("resumed"));
        settle(sender);
        DatagramFailedException failed = sender.failures().get(0);
        assertEquals(DatagramFailedException.Kind.NO_ROOM, failed.kind());
        assertTrue(failed.toString().contains("100 ms"), failed.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D15_closeSendsWhatWaits(boolean withPeer) {
        sendToADeafOne(withPeer, SendLimits.DEFAULT);
        on(sender, () -> {
            sender.send(numbered(1), deaf.local());
            sender.close();
        });
        settle(sender);
        assertEquals(0, sender.times("closed"));
        on(deaf, deaf::resume);
        waitForEnd(CloseReason.Clean.class, sender);
        waitFor("the last had come", () -> deaf.received().contains(numbered(1)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void D15_aCloseThatCannotSendEndsBroken(boolean withPeer) {
        SendLimits limits = SendLimits.DEFAULT.withTimeout(Duration.ofMillis(100));
        sendToADeafOne(withPeer, limits);
        on(sender, sender::close);
        Throwable cause = waitForEnd(CloseReason.Broken.class, sender).cause();
        assertEquals(
                DatagramFailedException.Kind.NO_ROOM,
                assertInstanceOf(DatagramFailedException.class, cause).kind());
    }

    @Test
    void D15_abortDropsWhatWaitsAndCutsACloseShort() {
        sendToADeafOne(false, SendLimits.DEFAULT);
        on(sender, () -> {
            sender.send(numbered(1), deaf.local());
            sender.close();
            sender.abort();
        });
        waitForEnd(CloseReason.Aborted.class, sender);
        on(deaf, deaf::resume);
        DatagramProbe last = near();
        send(last, numbered(2), deaf);
        waitFor("another's had come", () -> deaf.received().contains(numbered(2)));
        assertEquals(0, deaf.received().stream().filter(numbered(1)::equals).count());
    }
}

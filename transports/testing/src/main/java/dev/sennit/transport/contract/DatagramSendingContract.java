package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.SendLimits;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.DatagramFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datagram transport does with what it is given: D8 to D17, but for what waits. */
public abstract class DatagramSendingContract extends DatagramTest {
    private static final int THREADS = 3;
    private static final int EACH = 40;

    @Test
    void D8_D10_eachThreadsDatagramsArriveInItsOrder() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i * EACH;
            threads.add(new Thread(() -> IntStream.range(first, first + EACH)
                    .forEach(number -> sender.transport().send(numbered(number), receiver.local()))));
        }
        runAll(threads);
        waitForDatagrams(THREADS * EACH, receiver);
        for (int i = 0; i < THREADS; i++) {
            List<Bytes> own = numbered(i * EACH, (i + 1) * EACH);
            assertEquals(own, receiver.received().stream().filter(own::contains).toList());
        }
    }

    @Test
    void D8_everythingMayBeCalledFromElsewhere() {
        DatagramProbe receiver = near();
        DatagramProbe sender = far();
        receiver.transport().pauseReading();
        settle(receiver);
        sender.transport().send(numbered(1), receiver.local());
        settle(sender, receiver);
        assertEquals(0, receiver.receivedCount());
        receiver.transport().resumeReading();
        waitForDatagrams(1, receiver);
        receiver.transport().close();
        sender.transport().abort();
        waitForEnd(receiver, sender);
        assertInstanceOf(CloseReason.Clean.class, receiver.reason());
        assertInstanceOf(CloseReason.Aborted.class, sender.reason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void D9_theBufferMayBeReusedAtOnce(boolean direct) {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(64) : ByteBuffer.allocate(64);
        Runnable sending = () -> {
            for (int i = 0; i < 10; i++) {
                buffer.clear().position(3);
                buffer.put(numbered(i).asReadOnlyBuffer()).flip().position(3);
                sender.transport().send(buffer, receiver.local());
                assertEquals(0, buffer.remaining());
            }
        };
        on(sender, sending);
        waitForDatagrams(10, receiver);
        sending.run();
        waitForDatagrams(20, receiver);
        assertEquals(numbered(0, 10), receiver.received().subList(0, 10));
        assertEquals(numbered(0, 10), receiver.received().subList(10, 20));
    }

    @Test
    void D11_whatOtherThreadsSendIsBoundedToo() throws InterruptedException {
        SendLimits limits = SendLimits.DEFAULT.withBytes(10_000);
        DatagramProbe sender = near(DatagramOptions.DEFAULT.withSending(limits), IDLE);
        DatagramProbe receiver = far();
        CountDownLatch release = stall(sender);
        for (int i = 0; i < 20; i++) {
            sender.transport().send(pattern(1000 - SendLimits.OVERHEAD_BYTES), receiver.local());
        }
        release.countDown();
        waitForDatagrams(10, receiver);
        waitFor("ten had failed", () -> sender.failures().size() == 10);
        assertEquals(
                DatagramFailedException.Kind.NO_ROOM, sender.failures().get(0).kind());
        sender.transport().send(numbered(1), receiver.local());
        waitForDatagrams(11, receiver);
    }

    @Test
    void D13_whatFailsFasterThanItIsToldIsToldByOne() throws InterruptedException {
        int first = 1024;
        int all = 5000;
        DatagramProbe sender = near(DatagramOptions.DEFAULT.withSending(SendLimits.DEFAULT.withBytes(0)), IDLE);
        Address nowhere = new MemoryAddress("elsewhere");
        CountDownLatch release = stall(sender);
        IntStream.range(0, all).forEach(i -> sender.transport().send(numbered(i), nowhere));
        release.countDown();
        waitFor("those from elsewhere were told", () -> sender.failures().size() == first + 1);
        String last = sender.failures().get(first).toString();
        assertTrue(last.contains((all - first - 1) + " others"), last);
        on(sender, () -> IntStream.range(0, all).forEach(i -> sender.send(numbered(i), nowhere)));
        waitFor("those of the loop were told", () -> sender.failures().size() == 2 * (first + 1));
        settle(sender);
        assertEquals(2 * (first + 1), sender.failures().size());
        assertEquals(
                DatagramFailedException.Kind.UNSUPPORTED,
                sender.failures().get(2 * first + 1).kind());
    }

    /** Holds the sender's loop up until it is released. */
    private static CountDownLatch stall(DatagramProbe sender) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        sender.transport().loop().execute(() -> {
            held.countDown();
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        held.await();
        return release;
    }

    @Test
    void D13_anAddressOfAnotherKindFailsAndTheSocketLivesOn() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        on(sender, () -> {
            sender.send(numbered(1), new MemoryAddress("elsewhere"));
            sender.send(numbered(2), receiver.local());
        });
        waitForFailure(DatagramFailedException.Kind.UNSUPPORTED, sender);
        waitForDatagrams(1, receiver);
    }

    @Test
    void D13_D17_aPeerThatIsGoneIsToldAndAnotherMayTakeItsPlace() {
        Address place = place();
        DatagramProbe first = await(bindingAt(place));
        Address address = first.local();
        DatagramProbe sender = near(DatagramOptions.DEFAULT.withPeer(address), IDLE);
        on(sender, () -> sender.send(numbered(1), address));
        waitForDatagrams(1, first);
        close(first);
        on(sender, () -> sender.send(numbered(2), address));
        waitForFailure(DatagramFailedException.Kind.REFUSED, sender);
        DatagramProbe second = await(bindingAt(address));
        on(sender, () -> sender.transport().send(numbered(3)));
        waitForDatagrams(List.of(numbered(3)), second);
        assertEquals(1, sender.times("sendFailed"));
    }

    @Test
    void D17_onePeerAfterAnotherLosesNothing() {
        DatagramProbe first = far();
        Address address = first.local();
        DatagramProbe sender = near(DatagramOptions.DEFAULT.withPeer(address), IDLE);
        on(sender, () -> sender.transport().send(numbered(1)));
        waitForDatagrams(1, first);
        close(first);
        DatagramProbe second = await(bindingAt(address));
        on(sender, () -> sender.transport().send(numbered(2)));
        waitForDatagrams(1, second);
        assertEquals(List.of(), sender.failures());
    }

    @Test
    void D14_oneTooLongToSendFails() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        Bytes long0 = pattern(bench().tooLongToSend());
        send(sender, long0, receiver);
        send(sender, numbered(1), receiver);
        DatagramFailedException failed = waitForFailure(DatagramFailedException.Kind.TOO_LONG, sender);
        assertTrue(failed.toString().contains(bench().tooLongToSend() + " bytes"), failed.toString());
        waitForDatagrams(List.of(numbered(1)), receiver);
    }

    @Test
    void D15_whatWasSentBeforeTheCloseArrives() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        on(sender, () -> {
            sender.send(numbered(0), receiver.local());
            sender.send(numbered(1), receiver.local());
            sender.close();
        });
        waitForDatagrams(numbered(0, 2), receiver);
        CloseReason.Ending ending = waitForEnd(CloseReason.Clean.class, sender).ending();
        assertEquals(By.US, ending.by());
        assertEquals(20, ending.traffic().bytesSent());
    }

    @Test
    void D16_afterTheEndNothingIsSentAndNothingHappens() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        on(sender, () -> {
            sender.close();
            sender.send(numbered(0), receiver.local());
            sender.close();
            sender.abort();
        });
        waitForEnd(sender);
        sender.transport().send(numbered(1), receiver.local());
        sender.transport().close();
        sender.transport().abort();
        sender.transport().pauseReading();
        settle(sender, receiver);
        DatagramProbe last = near();
        send(last, numbered(2), receiver);
        waitForDatagrams(List.of(numbered(2)), receiver);
        assertEquals(List.of("opened", "closed"), sender.events());
    }

    @Test
    void D17_aSocketWithAPeerHearsThatOneOnly() {
        DatagramProbe peer = far();
        DatagramProbe stranger = far();
        DatagramProbe faithful = near(DatagramOptions.DEFAULT.withPeer(peer.local()), IDLE);
        assertEquals(Optional.of(peer.local()), faithful.transport().peer());
        send(stranger, numbered(1), faithful);
        settle(stranger, faithful);
        send(peer, numbered(2), faithful);
        waitForDatagrams(1, faithful);
        settle(stranger, faithful);
        assertEquals(List.of(numbered(2)), faithful.received());
        assertEquals(List.of(peer.local()), faithful.senders());
        DatagramTransport transport = faithful.transport();
        assertThrows(IllegalArgumentException.class, () -> transport.send(numbered(3), stranger.local()));
        assertThrows(IllegalStateException.class, () -> peer.transport().send(numbered(3)));
        assertEquals(Optional.empty(), peer.transport().peer());
        assertFalse(stranger.heard("data"));
    }

    @Test
    void whatHasPassedIsAFeature() {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        send(sender, pattern(1000), receiver);
        waitForDatagrams(1, receiver);
        assertEquals(1000, traffic(sender).bytesSent());
        assertEquals(1000, traffic(receiver).bytesReceived());
        assertEquals(Optional.empty(), sender.transport().feature(String.class));
    }

    private static Traffic traffic(DatagramProbe probe) {
        return probe.transport().feature(Traffic.class).orElseThrow();
    }
}

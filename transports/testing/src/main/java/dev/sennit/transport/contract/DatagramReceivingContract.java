package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.DatagramFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a datagram protocol is told: D1 to D7. */
public abstract class DatagramReceivingContract extends DatagramTest {
    @Test
    void D1_closedFollowsOpenedWhoeverEndsIt() {
        DatagramProbe closing = near();
        DatagramProbe aborting = near();
        DatagramProbe shut = near();
        on(closing, closing::close);
        on(aborting, aborting::abort);
        waitForEnd(closing, aborting);
        bench().near().close();
        for (DatagramProbe each : List.of(closing, aborting, shut)) {
            assertEquals(List.of("opened", "closed"), each.events());
        }
        assertInstanceOf(CloseReason.Clean.class, closing.reason());
        assertInstanceOf(CloseReason.Aborted.class, aborting.reason());
        assertEquals(By.REACTOR, shut.reason().ending().by());
    }

    @Test
    void D1_theAddressIsFreeAgainWhenClosedComes() {
        Address address = place();
        DatagramProbe sender = far();
        for (int i = 0; i < 20; i++) {
            List<DatagramProbe> again = new ArrayList<>();
            BiConsumer<DatagramProbe, String> bindAgain = (probe, event) -> {
                if (event.equals("data")) {
                    probe.close();
                } else if (event.equals("closed")) {
                    bindingAt(probe.local())
                            .whenComplete((bound, failure) -> {
                                synchronized (witness()) {
                                    witness().check(failure == null, "D1: closed, but " + failure);
                                    again.addAll(bound == null ? List.of() : List.of(bound));
                                    witness().changed();
                                }
                            })
                            .exceptionally(ignored -> null);
                }
            };
            DatagramProbe first = await(bind(bench().near(), address, DatagramOptions.DEFAULT, bindAgain));
            send(sender, numbered(i), first);
            waitFor(
                    "it was bound again",
                    () -> !again.isEmpty() || !witness().violations().isEmpty());
            again.forEach(this::close);
        }
    }

    @Test
    void D2_aFailureIsNotToldInsideTheCallThatCausedIt() {
        DatagramProbe sender = near();
        on(sender, () -> {
            sender.send(pattern(bench().tooLongToSend()), sender.local());
            assertFalse(sender.heard("sendFailed"));
        });
        waitFor("it was told", () -> sender.heard("sendFailed"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_500, 9_000, 65_000})
    void D3_eachDatagramArrivesWholeAndByItself(int length) {
        DatagramProbe sender = near();
        DatagramProbe receiver = far();
        Bytes data = pattern(length);
        for (int i = 1; i <= 3; i++) {
            int count = i;
            send(sender, data, receiver);
            waitForDatagrams(count, receiver);
        }
        assertEquals(List.of(data, data, data), receiver.received());
        assertEquals(List.of(sender.local(), sender.local(), sender.local()), receiver.senders());
    }

    @Test
    void D3_theSenderCanBeAnswered() {
        DatagramProbe asker = near();
        DatagramProbe another = near();
        DatagramProbe answerer = far(ECHO);
        for (int i = 0; i < 10; i++) {
            send(asker, numbered(i), answerer);
            send(another, numbered(100 + i), answerer);
        }
        waitFor("all was answered", () -> asker.receivedCount() == 10 && another.receivedCount() == 10);
        assertEquals(numbered(0, 10), asker.received());
        assertEquals(numbered(100, 110), another.received());
    }

    @Test
    void D4_oneLongerThanTheLimitIsNeverDelivered() {
        DatagramProbe sender = far();
        DatagramProbe receiver = near(DatagramOptions.DEFAULT.withReceiveLimitBytes(100), IDLE);
        for (int length : new int[] {99, 101, 100, 60_000, 1}) {
            send(sender, pattern(length), receiver);
        }
        waitFor("all were told", () -> receiver.events().size() == 6);
        assertEquals(List.of("opened", "data", "receiveFailed", "data", "receiveFailed", "data"), receiver.events());
        assertEquals(List.of(pattern(99), pattern(100), pattern(1)), receiver.received());
        DatagramFailedException failed = receiver.failures().get(0);
        assertEquals(DatagramFailedException.Kind.TOO_LONG, failed.kind());
        assertTrue(failed.toString().endsWith("limit of 100 bytes"), failed.toString());
        assertEquals(sender.local(), receiver.senders().get(1));
    }

    @Test
    void D5_aCallbackThatThrowsIsLoggedAndTheSocketLivesOn() {
        DatagramProbe receiver = near((probe, event) -> {
            if (!event.equals("opened") && !event.equals("closed")) {
                throw bug;
            }
        });
        DatagramProbe sender = far();
        for (int i = 0; i < 5; i++) {
            send(sender, numbered(i), receiver);
        }
        waitForDatagrams(5, receiver);
        on(receiver, () -> receiver.send(pattern(bench().tooLongToSend()), sender.local()));
        waitFor("the failure was told", () -> receiver.heard("sendFailed"));
        send(receiver, numbered(1), sender);
        waitForDatagrams(1, sender);
        assertEquals(1, witness().logged(bug));
        assertFalse(receiver.heard("closed"));
    }

    @Test
    void D6_onlyClosedFollowsAnEndInsideACallback() {
        for (boolean abort : new boolean[] {false, true}) {
            DatagramProbe receiver = near((probe, event) -> {
                if (event.equals("data") && abort) {
                    probe.abort();
                } else if (event.equals("data")) {
                    probe.close();
                }
            });
            DatagramProbe sender = far();
            sendNumbered(5, sender, receiver);
            waitForEnd(receiver);
            assertEquals(List.of("opened", "data", "closed"), receiver.events());
        }
    }

    @Test
    void D6_anEndInsideOpenedIsFollowedByClosed() {
        DatagramProbe probe = near((opened, event) -> {
            if (event.equals("opened")) {
                opened.close();
            }
        });
        waitForEnd(probe);
        assertEquals(List.of("opened", "closed"), probe.events());
    }

    @Test
    void D7_nothingComesWhilePaused() {
        DatagramProbe receiver = near((probe, event) -> {
            if (event.equals("data") && probe.receivedCount() == 1) {
                probe.pause();
                probe.pause();
            }
        });
        DatagramProbe sender = far();
        sendNumbered(5, sender, receiver);
        waitForDatagrams(1, receiver);
        settle(sender, receiver);
        assertEquals(1, receiver.receivedCount());
        on(receiver, receiver::resume);
        waitForDatagrams(numbered(0, 5), receiver);
    }

    @Test
    void aManyTimesAskedOneAnswersAllInTurns() {
        DatagramProbe echo = near(ECHO);
        List<DatagramProbe> askers = Stream.generate(() -> far(DatagramReceivingContract::again))
                .limit(5)
                .toList();
        askers.forEach(each -> send(each, numbered(0), echo));
        for (DatagramProbe each : askers) {
            waitForDatagrams(100, each);
        }
    }

    private static void again(DatagramProbe asker, String event) {
        if (event.equals("data") && asker.receivedCount() < 100) {
            asker.send(numbered(asker.receivedCount()), asker.senders().get(0));
        }
    }
}

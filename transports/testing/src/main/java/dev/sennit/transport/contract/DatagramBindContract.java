package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How datagram sockets are opened, and end with their reactor: D18 to D22. */
public abstract class DatagramBindContract extends DatagramTest {
    private static final int TRIES = 100;

    @Test
    void D18_aTakenAddressIsInUse() {
        DatagramProbe first = near();
        ListenFailedException failed = assertListenFails(ListenFailedException.Kind.IN_USE, bindingAt(first.local()));
        assertEquals(first.local().toString(), failed.address());
        DatagramProbe sender = far();
        send(sender, numbered(1), first);
        waitForDatagrams(1, first);
    }

    @Test
    void D18_addressesOfAnotherKindAreUnsupported() {
        Address elsewhere = new MemoryAddress("elsewhere");
        assertListenFails(
                ListenFailedException.Kind.UNSUPPORTED, bind(bench().near(), elsewhere, DatagramOptions.DEFAULT, IDLE));
        assertConnectFails(
                ConnectFailedException.Kind.UNSUPPORTED, binding(DatagramOptions.DEFAULT.withPeer(elsewhere)));
    }

    @Test
    void D18_afterShutdownNothingOpens() {
        bench().near().close();
        assertThrows(ListenFailedException.class, () -> await(binding(DatagramOptions.DEFAULT)));
    }

    @Test
    void D19_theAnswerComesAfterOpened() {
        AtomicBoolean openedBefore = new AtomicBoolean();
        DatagramProbe probe = await(binding(DatagramOptions.DEFAULT)
                .whenComplete((bound, failure) -> openedBefore.set(bound != null && bound.heard("opened"))));
        assertTrue(openedBefore.get());
        assertEquals(probe.transport().local(), probe.local());
    }

    @Test
    void D20_cancellingLeavesNothingOpen() {
        Address address = place();
        List<EventLoop> loops = loopsOfNear();
        for (int i = 0; i < 50; i++) {
            Deferred<DatagramProbe> binding = bind(bench().near(), address, DatagramOptions.DEFAULT, IDLE);
            boolean cancelled = binding.cancel();
            try {
                DatagramProbe early = await(binding);
                if (!cancelled) {
                    on(early, early::close);
                }
                // A result may overtake a cancel; the socket is then closed all the same.
                waitForEnd(early);
            } catch (DeferredCancelledException expected) {
                assertTrue(cancelled);
            }
            bench().waiting().settle(loops);
        }
        close(bindWhenFree(address));
    }

    /** Nothing tells when a socket is closed that nobody got. */
    private DatagramProbe bindWhenFree(Address address) {
        for (int tries = 1; ; tries++) {
            try {
                return await(bindingAt(address));
            } catch (ListenFailedException inUse) {
                if (tries == TRIES) {
                    throw inUse;
                }
                bench().waiting().settle(loopsOfNear());
            }
        }
    }

    /** The loops that such sockets live on, dealt in turn. */
    private List<EventLoop> loopsOfNear() {
        List<EventLoop> loops = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            DatagramProbe probe = await(binding(DatagramOptions.DEFAULT));
            loops.add(probe.transport().loop());
            close(probe);
        }
        return loops;
    }

    @Test
    void D21_aFactoryThatThrowsFailsTheBind() {
        Address address = place();
        assertFails(bug, bench().near().bind(address, DatagramOptions.DEFAULT, transport -> {
            transport.send(numbered(1), transport.local());
            throw bug;
        }));
        close(bindWhenFree(address));
    }

    @Test
    void D21_anOpenedThatThrowsFailsTheBindAndEndsTheSocket() {
        List<DatagramProbe> probes = new ArrayList<>();
        Deferred<DatagramProbe> binding = bind(bench().near(), place(), DatagramOptions.DEFAULT, (opened, event) -> {
            probes.add(opened);
            if (event.equals("opened")) {
                throw bug;
            }
        });
        assertFails(bug, binding);
        DatagramProbe probe = probes.get(0);
        assertSame(bug, waitForEnd(CloseReason.Broken.class, probe).cause());
    }

    @Test
    void D22_shutdownEndsEverySocketAndTellsItFirst() {
        DatagramProbe one = near();
        DatagramProbe two = near();
        AtomicBoolean toldBefore = new AtomicBoolean();
        await(bench().near()
                .shutdown()
                .whenComplete((none, failure) -> toldBefore.set(one.heard("closed") && two.heard("closed"))));
        assertTrue(toldBefore.get());
        assertInstanceOf(CloseReason.Aborted.class, one.reason());
        assertEquals(By.REACTOR, one.reason().ending().by());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noDescriptorIsLeft() {
        DatagramProbe near = near();
        DatagramProbe far = far();
        // Whatever is loaded or opened once.
        openAndEnd(near);
        settle(near, far);
        int before = descriptors();
        for (int i = 0; i < 30; i++) {
            openAndEnd(near);
        }
        waitFor("all descriptors were closed", () -> descriptors() <= before);
    }

    private void openAndEnd(DatagramProbe taken) {
        DatagramProbe closed = near();
        DatagramProbe aborted = far();
        DatagramProbe withPeer = near(DatagramOptions.DEFAULT.withPeer(taken.local()), IDLE);
        on(aborted, aborted::abort);
        close(closed);
        close(withPeer);
        waitForEnd(aborted);
        binding(DatagramOptions.DEFAULT)
                .whenComplete((early, failure) -> {
                    if (early != null) {
                        early.transport().abort();
                    }
                })
                .exceptionally(ignored -> null)
                .cancel();
        assertThrows(
                ListenFailedException.class,
                () -> await(bind(bench().near(), taken.local(), DatagramOptions.DEFAULT, IDLE)));
    }

    private static int descriptors() {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}

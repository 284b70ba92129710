package dev.sennit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryLinkTest.Asker;
import dev.sennit.memory.MemoryLinkTest.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.ListenFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Each rule of a link and each state of a host does what it says. */
class MemoryNetworkTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(11);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");

    private Listener listen() {
        return network.await(server.listen(server.address(7), ListenOptions.DEFAULT, Echo::new));
    }

    private Deferred<Asker> connect() {
        return client.connect(server.address(7), ConnectOptions.DEFAULT, Asker::new);
    }

    private ConnectFailedException.Kind failure(Deferred<Asker> connecting) {
        return assertThrows(ConnectFailedException.class, () -> network.await(connecting))
                .kind();
    }

    @Test
    void delayedBytesTakeTheirTime() {
        listen();
        network.withRules(LinkRules.DEFAULT.withDelay(Duration.ofMillis(10), Duration.ofMillis(10)));
        Asker asker = network.await(connect());
        assertEquals(Duration.ofMillis(20), network.elapsed(), "there and back");
        network.advance(Duration.ofMillis(19));
        assertTrue(asker.got.isEmpty());
        network.advance(Duration.ofMillis(1));
        assertEquals(Bytes.utf8("hello"), asker.got.takeAll());
    }

    @Test
    void resetsAtTheVeryByte() {
        for (int at = 0; at <= 4; at++) {
            var link = MemoryLink.join(Asker::new, Echo::new, LinkRules.DEFAULT.withResetAfter(at));
            link.run();
            CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, link.client().lost);
            assertInstanceOf(ConnectionBrokenException.class, broken.cause());
            assertEquals(By.PEER, broken.ending().by());
            assertEquals(
                    at,
                    link.serverTransport().feature(Traffic.class).orElseThrow().bytesReceived());
        }
    }

    @Test
    void aDrainDeliversWhatHasArrivedBeforeItCloses() {
        List<Stopped> stopped = new ArrayList<>();
        Listener listener = network.await(server.listen(server.address(7), ListenOptions.DEFAULT, transport -> {
            stopped.add(new Stopped(transport));
            return stopped.get(0);
        }));
        Asker asker = network.await(connect());
        asker.transport.write(Bytes.of(new byte[30_000]));
        network.advance(Duration.ofSeconds(1));
        assertEquals(0, stopped.get(0).received);

        DrainReport report = network.await(listener.drain(Duration.ofSeconds(10)));

        assertEquals(new DrainReport(1, List.of()), report);
        assertEquals(30_000 + "hello".length(), stopped.get(0).received);
    }

    /** Reads nothing before the drain. */
    private static final class Stopped implements Protocol {
        private final Transport transport;
        private int received;

        Stopped(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            transport.pauseReading();
        }

        @Override
        public boolean drainRequested() {
            transport.resumeReading();
            return false;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }
    }

    @Test
    void aListenerAtAllAddressesIsInTheWayOfOneAtASingleOne() {
        Listener single = listen();
        assertEquals(ListenFailedException.Kind.IN_USE, refused(TcpAddress.any(7), ListenOptions.DEFAULT));
        network.await(single.close());
        Listener all = network.await(server.listen(TcpAddress.any(7), ListenOptions.DEFAULT, Echo::new));
        assertEquals(ListenFailedException.Kind.IN_USE, refused(server.address(7), ListenOptions.DEFAULT));
        network.await(all.close());
        network.await(server.listen(TcpAddress.any(7), ListenOptions.DEFAULT.withFamily(Family.IPV6), Echo::new));
        listen();
    }

    private ListenFailedException.Kind refused(TcpAddress address, ListenOptions options) {
        Deferred<Listener> listening = server.listen(address, options, Echo::new);
        return assertThrows(ListenFailedException.class, () -> network.await(listening))
                .kind();
    }

    @Test
    void aLostLinkIsHalfOpenAndNobodyHears() {
        listen();
        Asker asker = network.await(connect());
        network.run();
        network.rules(client, server, LinkRules.DEFAULT.withDrop(1));
        Asker doomed = network.await(connect());
        network.advance(Duration.ofHours(1));
        assertTrue(doomed.got.isEmpty());
        assertNull(doomed.lost);
        assertFalse(asker.got.isEmpty());
        doomed.transport.abort();
        network.run();
        assertNotNull(doomed.lost);
    }

    @Test
    void refusedAndUnansweredConnects() {
        listen();
        network.rules(client, server, LinkRules.DEFAULT.withRefuse(1));
        assertEquals(ConnectFailedException.Kind.REFUSED, failure(connect()));
        network.rules(client, server, LinkRules.DEFAULT.withBlackhole(1));
        Deferred<Asker> unanswered = connect();
        network.advance(Duration.ofHours(1));
        assertFalse(unanswered.isDone());
        assertTrue(unanswered.cancel());
        network.run();
    }

    @Test
    void noRouteNoSuchAddressNoSuchSource() {
        assertEquals(
                ConnectFailedException.Kind.UNREACHABLE,
                failure(client.connect(TcpAddress.of("10.9.9.9", 1), ConnectOptions.DEFAULT, Asker::new)));
        assertEquals(
                ListenFailedException.Kind.NO_SUCH_ADDRESS,
                assertThrows(
                                ListenFailedException.class,
                                () -> network.await(client.listen(server.address(7), ListenOptions.DEFAULT, Echo::new)))
                        .kind());
        listen();
        ConnectOptions foreign = ConnectOptions.DEFAULT.withBind(TcpAddress.of("10.9.9.9", 0));
        assertEquals(ConnectFailedException.Kind.BIND, failure(client.connect(server.address(7), foreign, Asker::new)));
        ConnectOptions own = ConnectOptions.DEFAULT.withBind(client.address(5000));
        Asker asker = network.await(client.connect(server.address(7), own, Asker::new));
        assertEquals(client.address(5000), asker.transport.local());
        assertEquals(ConnectFailedException.Kind.BIND, failure(client.connect(server.address(7), own, Asker::new)));
    }

    @Test
    void outOfDescriptorsListenersShedAndConnectsFail() {
        listen();
        server.outOfDescriptors(true);
        Asker shed = network.await(connect());
        network.run();
        CloseReason lost = assertInstanceOf(CloseReason.Clean.class, shed.lost);
        assertEquals(By.PEER, lost.ending().by());
        server.outOfDescriptors(false);
        client.outOfDescriptors(true);
        assertEquals(ConnectFailedException.Kind.OTHER, failure(connect()));
        client.outOfDescriptors(false);
        Asker served = network.await(connect());
        network.run();
        assertEquals(5, served.got.length());
    }

    @Test
    void aPartitionHoldsConnectsAndBytesUntilItHeals() {
        listen();
        network.partition(client, server);
        Deferred<Asker> connecting = connect();
        network.advance(Duration.ofMinutes(1));
        assertFalse(connecting.isDone());
        network.heal(server, client);
        Asker asker = network.await(connecting);
        network.run();
        assertEquals(5, asker.got.length());
    }

    @Test
    void whoTakesNothingAfterACloseIsGivenUp() {
        network.withWindow(100);
        listen();
        Asker asker = network.await(connect());
        network.run();
        network.partition(client, server);
        asker.transport.write(Bytes.copyOf(new byte[500]));
        asker.transport.close();
        network.advance(Duration.ofSeconds(29));
        assertNull(asker.lost);
        network.advance(Duration.ofSeconds(31));
        // The window of 100 bytes had room for 95: the 5 of the greeting had not been granted again yet.
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, asker.lost);
        assertEquals(
                "after close() the peer took nothing of the last 405 bytes for 30 s",
                broken.cause().getMessage());
    }

    @Test
    void closeTimeoutsAreThoseOfTheNetwork() {
        CloseTimeouts timeouts =
                CloseTimeouts.DEFAULT.withFlush(Duration.ofSeconds(3)).withLinger(Duration.ofSeconds(5));
        network.withWindow(100).withCloseTimeouts(timeouts);
        listen();
        Asker flushing = network.await(connect());
        Asker lingering = network.await(connect());
        network.run();
        assertEquals(Optional.of(timeouts), flushing.transport.feature(CloseTimeouts.class));
        assertEquals(timeouts, client.closeTimeouts());
        network.partition(client, server);
        flushing.transport.write(Bytes.copyOf(new byte[500]));
        network.run();
        flushing.transport.close();
        lingering.transport.close();
        network.advance(Duration.ofMillis(2999));
        assertNull(flushing.lost);
        network.advance(Duration.ofMillis(1));
        assertInstanceOf(CloseReason.Broken.class, flushing.lost);
        network.advance(Duration.ofMillis(1999));
        assertNull(lingering.lost);
        network.advance(Duration.ofMillis(1));
        assertInstanceOf(CloseReason.Clean.class, lingering.lost);
    }

    @Test
    void wildcardAndLoopbackListenersAnswer() {
        network.await(server.listen(TcpAddress.of("0.0.0.0", 9), ListenOptions.DEFAULT, Echo::new));
        network.await(server.listen(TcpAddress.loopback(10), ListenOptions.DEFAULT, Echo::new));
        network.await(client.connect(server.address(9), ConnectOptions.DEFAULT, Asker::new));
        network.await(server.connect(TcpAddress.loopback(9), ConnectOptions.DEFAULT, Asker::new));
        network.await(server.connect(TcpAddress.loopback(10), ConnectOptions.DEFAULT, Asker::new));
        assertEquals(
                ConnectFailedException.Kind.REFUSED,
                failure(client.connect(server.address(10), ConnectOptions.DEFAULT, Asker::new)));
    }

    @Test
    void wildcardListenersTakeTheFamilyTheyWereOpenedFor() throws UnknownHostException {
        InetAddress v4 = InetAddress.getByName("10.9.0.1");
        InetAddress v6 = InetAddress.getByName("fd00::1");
        MemoryHost both = network.host("both", v4, v6);
        network.await(both.listen(TcpAddress.any(4), ListenOptions.DEFAULT.withFamily(Family.IPV4), Echo::new));
        network.await(both.listen(TcpAddress.any(6), ListenOptions.DEFAULT.withFamily(Family.IPV6), Echo::new));
        network.await(both.connect(new TcpAddress(v4, 4), ConnectOptions.DEFAULT, Asker::new));
        network.await(both.connect(new TcpAddress(v6, 6), ConnectOptions.DEFAULT, Asker::new));
        for (TcpAddress shut : List.of(new TcpAddress(v6, 4), new TcpAddress(v4, 6))) {
            assertEquals(
                    ConnectFailedException.Kind.REFUSED,
                    failure(both.connect(shut, ConnectOptions.DEFAULT, Asker::new)));
        }
    }

    @Test
    void anAddressOfTheOtherFamilyCannotBeListenedAt() {
        ListenFailedException failed = assertThrows(
                ListenFailedException.class,
                () -> network.await(
                        server.listen(server.address(7), ListenOptions.DEFAULT.withFamily(Family.IPV6), Echo::new)));
        assertTrue(failed.toString().contains("not an IPv6 address"), failed.toString());
    }

    @Test
    void runLeavesTimersThatHostsHaveSetForLater() {
        boolean[] ran = {false};
        server.nextLoop().after(Duration.ofSeconds(1), () -> ran[0] = true);
        network.run();
        assertFalse(ran[0]);
        assertEquals(Duration.ZERO, network.elapsed());
        network.runUntil(() -> ran[0]);
        assertEquals(Duration.ofSeconds(1), network.elapsed());
    }

    @Test
    void failsLoudlyWhenNothingIsLeftOrThereIsNoEnd() {
        IllegalStateException idle = assertThrows(IllegalStateException.class, () -> network.runUntil(() -> false));
        assertTrue(String.valueOf(idle.getMessage()).contains("seed 11"), idle.getMessage());
        network.withStepLimit(1000);
        Runnable[] again = {() -> {}};
        again[0] = () -> server.nextLoop().execute(again[0]);
        again[0].run();
        assertThrows(IllegalStateException.class, network::run);
        assertThrows(IllegalStateException.class, () -> network.advance(Duration.ofSeconds(1)));
    }

    @Test
    void codeOfOneHostIsAnotherThreadToAnother() {
        boolean[] current = new boolean[3];
        server.nextLoop().execute(() -> {
            current[0] = server.nextLoop().isCurrent();
            current[1] = client.nextLoop().isCurrent();
        });
        network.run();
        current[2] = client.nextLoop().isCurrent();
        assertTrue(current[0]);
        assertFalse(current[1]);
        assertTrue(current[2], "the test's own code counts as everybody's while nothing runs");
    }

    @Test
    void workTakesTheTimeThatIsSetForItAndHoldsUpNoTask() {
        List<Duration> times = new ArrayList<>();
        client.workTime(Duration.ofSeconds(5));
        client.workers().execute(() -> times.add(network.elapsed()));
        client.nextLoop().workers().orElseThrow().execute(() -> times.add(network.elapsed()));
        client.nextLoop().execute(() -> times.add(network.elapsed()));
        server.workers().execute(() -> times.add(network.elapsed()));
        network.run();
        assertEquals(List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(5)), times);
        assertThrows(IllegalArgumentException.class, () -> client.workTime(Duration.ofNanos(-1)));
    }

    @Test
    void aHostThatHasBeenShutDownTakesNoWork() {
        network.await(client.shutdown());
        assertThrows(RejectedExecutionException.class, () -> client.workers().execute(() -> {}));
    }

    @Test
    void theLogTellsSeedTimesAndBytes() {
        listen();
        network.await(connect());
        network.run();
        String log = network.log();
        assertTrue(log.startsWith("seed 11\n"), log);
        assertTrue(log.contains("10.0.0.2:49152 > 10.0.0.1:7  sends 5 bytes"), log);
    }

    @Test
    void theSeedDecidesTheRandomNumbersOfCodeUnderTest() {
        MemoryNetwork same = MemoryNetwork.seeded(11);
        MemoryNetwork other = MemoryNetwork.seeded(12);
        long first = network.newRandom().nextLong();
        long second = network.newRandom().nextLong();
        assertEquals(first, same.newRandom().nextLong());
        assertEquals(second, same.newRandom().nextLong());
        assertNotEquals(first, second);
        assertNotEquals(first, other.newRandom().nextLong());
    }
}

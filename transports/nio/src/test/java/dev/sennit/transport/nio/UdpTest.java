package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to UDP: families, wildcards, shared ports, broadcast. */
class UdpTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Bytes HELLO = Bytes.utf8("hello");

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    private record Inbox(
            DatagramTransport transport,
            BlockingQueue<Address> senders,
            BlockingQueue<DatagramFailedException> failures)
            implements DatagramProtocol {
        Inbox(DatagramTransport transport) {
            this(transport, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
        }

        @Override
        public void datagramReceived(ByteBuffer data, Address from) {
            senders.add(from);
        }

        @Override
        public void sendFailed(Address to, DatagramFailedException why) {
            failures.add(why);
        }

        UdpAddress local() {
            return (UdpAddress) transport.local();
        }
    }

    private Inbox bind(Address at, DatagramOptions options) throws InterruptedException {
        return reactor.bind(at, options, Inbox::new).await(LIMIT);
    }

    private Inbox bind(Address at) throws InterruptedException {
        return bind(at, DatagramOptions.DEFAULT);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    @Test
    void theWildcardHearsBothFamiliesAndAnswers() throws Exception {
        Inbox everywhere = bind(UdpAddress.any(0));
        assertNotEquals(0, everywhere.local().port());
        for (String own : new String[] {"127.0.0.1", "::1"}) {
            Inbox asker = bind(UdpAddress.of(own, 0));
            asker.transport.send(HELLO, UdpAddress.of(own, everywhere.local().port()));
            Address from = next(everywhere.senders);
            assertEquals(asker.local(), from);
            everywhere.transport.send(HELLO, from);
            assertEquals(UdpAddress.of(own, everywhere.local().port()), next(asker.senders));
        }
    }

    @Test
    void anIpv4SocketSendsToNoIpv6Address() throws Exception {
        Inbox sender = bind(UdpAddress.loopback(0));
        sender.transport.send(HELLO, UdpAddress.of("::1", 9));
        assertEquals(
                DatagramFailedException.Kind.UNSUPPORTED, next(sender.failures).kind());
        DatagramOptions withPeer = DatagramOptions.DEFAULT.withPeer(UdpAddress.of("::1", 9));
        assertEquals(
                ConnectFailedException.Kind.UNSUPPORTED,
                assertThrows(ConnectFailedException.class, () -> bind(UdpAddress.loopback(0), withPeer))
                        .kind());
    }

    @Test
    void broadcastTakesItsOption() throws Exception {
        Inbox sender = bind(UdpAddress.loopback(0));
        sender.transport.send(HELLO, UdpAddress.of("127.255.255.255", 9));
        DatagramFailedException failed = next(sender.failures);
        assertEquals(DatagramFailedException.Kind.NOT_PERMITTED, failed.kind());
        assertTrue(failed.toString().contains("broadcast"), failed.toString());

        Inbox receiver = bind(UdpAddress.of("0.0.0.0", 0));
        Inbox caller = bind(UdpAddress.loopback(0), DatagramOptions.DEFAULT.withBroadcast(true));
        caller.transport.send(
                HELLO, UdpAddress.of("127.255.255.255", receiver.local().port()));
        assertEquals(caller.local(), next(receiver.senders));
    }

    @Test
    void aPortIsSharedByThoseWhoAskForIt() throws Exception {
        DatagramOptions shared = DatagramOptions.DEFAULT.withReuseAddress(true);
        Inbox first = bind(UdpAddress.loopback(0), shared);
        assertEquals(first.local(), bind(first.local(), shared).local());
        assertEquals(
                ListenFailedException.Kind.IN_USE,
                assertThrows(ListenFailedException.class, () -> bind(first.local()))
                        .kind());
    }

    @Test
    void unixDatagramsAreForTheOtherReactor() {
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> bind(new UnixAddress("@x")));
        assertEquals(ListenFailedException.Kind.UNSUPPORTED, failed.kind());
        assertTrue(failed.toString().contains("sennit-transport-unix"), failed.toString());
    }

    @Test
    void aPathThatNoModuleTakesIsSaidToBeTooLong() {
        ListenFailedException failed =
                assertThrows(ListenFailedException.class, () -> bind(new UnixAddress("/tmp/" + "a".repeat(221))));
        assertTrue(failed.toString().endsWith("its path has 226 bytes, and at most 107 fit"), failed.toString());
    }

    @Test
    void anAddressOfNoInterfaceIsNoSuchAddress() {
        ListenFailedException failed =
                assertThrows(ListenFailedException.class, () -> bind(UdpAddress.of("192.0.2.1", 0)));
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failed.kind());
    }
}

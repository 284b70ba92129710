package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the TCP server types do with real sockets, on loopback. */
class TcpServersTest {
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(3));
    private final EndpointContext context = EndpointContext.on(reactor);
    private final Waits waits = Waits.upTo(Duration.ofSeconds(20));
    private final Witness echo = Witness.echoing();

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    @Test
    void portZeroPicksAFreePortThatTheAddressTells() {
        int first = portOf(listen("tcp:0:127.0.0.1"));
        int second = portOf(listen("tcp:0:127.0.0.1"));

        assertTrue(first > 0 && second > 0 && first != second, first + " and " + second);
        assertTrue(reaches("127.0.0.1", first));
        assertTrue(reaches("127.0.0.1", second));
    }

    @Test
    void aPortIsListenedOnOnceThoughEveryLoopHasItsOwnSocket() {
        int port = portOf(listen("tcp:0:127.0.0.1"));

        ListenFailedException failure = failure("tcp:" + port + ":127.0.0.1");

        assertEquals("cannot listen on 127.0.0.1:" + port + ": the address is already in use", failure.getMessage());
        assertEquals(Kind.IN_USE, failure.kind());
        assertEquals(Kind.IN_USE, failure("tcp:" + port).kind());
        assertEquals(Kind.IN_USE, failure("tcp4:" + port).kind());
    }

    @Test
    void aWholePortTakesEveryAddressOfIt() {
        int port = portOf(listen("tcp:0"));

        assertEquals(Kind.IN_USE, failure("tcp:" + port).kind());
        assertEquals(Kind.IN_USE, failure("tcp:" + port + ":127.0.0.1").kind());
        assertEquals(Kind.IN_USE, failure("tcp6:" + port + ":interface=[::1]").kind());
    }

    @Test
    void aSharedPortIsListenedOnTwice() {
        int port = portOf(listen("tcp:0:127.0.0.1:reusePort=yes"));
        listen("tcp:" + port + ":127.0.0.1:reusePort=yes");

        assertTrue(reaches("127.0.0.1", port));
        assertEquals(Kind.IN_USE, failure("tcp:" + port + ":127.0.0.1").kind());
    }

    @Test
    void tcpTakesBothFamilies() {
        int port = portOf(listen("tcp:0"));

        assertTrue(reaches("127.0.0.1", port));
        assertTrue(reaches("[::1]", port));
    }

    @Test
    void tcp4TakesIpv4Only() {
        int port = portOf(listen("tcp4:0"));

        assertTrue(reaches("127.0.0.1", port));
        assertFalse(reaches("[::1]", port));
    }

    @Test
    void tcp6TurnsIpv4PeersAway() {
        int port = portOf(listen("tcp6:0"));

        assertFalse(reaches("127.0.0.1", port));
        assertTrue(reaches("[::1]", port));
        assertEquals(1, echo.all().size(), "no protocol for the peer that came by IPv4");
    }

    @Test
    void anInterfaceOfTheOtherFamilyIsRefused() {
        assertEquals(
                "cannot listen on [::1]:0: the interface has no IPv4 address",
                failure("tcp4:0:[::1]").getMessage());
        ListenFailedException failure = failure("tcp6:0:interface=127.0.0.1");
        assertEquals("cannot listen on 127.0.0.1:0: the interface has no IPv6 address", failure.getMessage());
        assertEquals(Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void anInterfaceMayBeAName() {
        int port = portOf(listen("tcp:0:interface=localhost"));

        assertTrue(reaches("localhost", port));
    }

    @Test
    void aNameThatHasNoAddressIsNoInterface() {
        Resolver knowsNothing = name -> Deferred.failed(new UnknownHostException(name));

        ListenFailedException failure = assertThrows(
                ListenFailedException.class,
                () -> waits.await(context.withResolver(knowsNothing)
                        .server("tcp:80:interface=nowhere.test")
                        .listen(echo)));

        assertEquals("cannot listen on nowhere.test:80: the name 'nowhere.test' has no address", failure.getMessage());
        assertEquals(Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void theNameOfANetworkDeviceIsAnsweredWithItsAddresses() throws SocketException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        Resolver knowsNothing = name -> Deferred.failed(new UnknownHostException(name));

        ListenFailedException failure = assertThrows(
                ListenFailedException.class,
                () -> waits.await(context.withResolver(knowsNothing)
                        .server("tcp:80:interface=" + loopback.getName())
                        .listen(echo)));

        String message = String.valueOf(failure.getMessage());
        String said = "'" + loopback.getName() + "' is a network device; name one of its addresses instead: ";
        assertTrue(message.contains(said), message);
        assertTrue(message.substring(message.indexOf(said) + said.length()).contains("127.0.0.1"), message);
        assertEquals(Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void aResolverThatThrowsFailsTheAnswer() {
        Resolver broken = name -> {
            throw new IllegalStateException("no server set");
        };

        ListenFailedException failure = assertThrows(
                ListenFailedException.class,
                () -> waits.await(context.withResolver(broken)
                        .server("tcp:80:interface=a.test")
                        .listen(echo)));

        assertEquals(
                "cannot listen on a.test:80: looking up the name 'a.test' failed: no server set", failure.getMessage());
    }

    @Test
    void anAddressOfAnotherMachineIsNoInterface() {
        ListenFailedException failure = failure("tcp:0:192.0.2.1");

        assertEquals("cannot listen on 192.0.2.1:0: this machine has no such address", failure.getMessage());
        assertEquals(Kind.NO_SUCH_ADDRESS, failure.kind());
    }

    @Test
    void aBacklogOfOneStillServesEveryone() {
        int port = portOf(listen("tcp:0:127.0.0.1:backlog=1"));
        List<Deferred<Witness.Seen>> answers = IntStream.range(0, 6)
                .mapToObj(i -> context.client("tcp:127.0.0.1:" + port).connect(Witness.collecting()))
                .toList();

        for (Witness.Seen seen : waits.await(Deferred.all(answers))) {
            seen.transport().write(Bytes.ascii("hello"));
            assertEquals(Bytes.ascii("hello"), waits.await(seen.fiveBytes()));
        }
    }

    private boolean reaches(String host, int port) {
        Witness.Seen seen;
        try {
            seen = waits.await(context.client("tcp:" + host + ":" + port).connect(Witness.collecting()));
        } catch (ConnectFailedException refused) {
            return false;
        }
        seen.transport().write(Bytes.ascii("hello"));
        waits.until(() -> seen.fiveBytes().isDone() || seen.isLost());
        boolean answered = seen.fiveBytes().isDone();
        seen.transport().close();
        return answered;
    }

    private Listener listen(String text) {
        return waits.await(context.server(text).listen(echo));
    }

    private ListenFailedException failure(String text) {
        return assertThrows(ListenFailedException.class, () -> listen(text), text);
    }

    private static int portOf(Listener listener) {
        return ((TcpAddress) listener.address()).port();
    }
}

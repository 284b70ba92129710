package dev.sennit.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP on Linux's own sockets answers as the JDK's does. */
@EnabledOnOs(OS.LINUX)
class LinuxTcpTest {
    private final Reactor linux =
            new NioReactor(NioSettings.DEFAULT.withLoops(1).withSockets(LinuxSockets.withTcp()));
    private final Reactor jdk = new NioReactor(NioSettings.DEFAULT.withLoops(1));

    @AfterEach
    void closeReactors() {
        linux.close();
        jdk.close();
    }

    /** A client that knows its transport, on both sides. */
    private record Silent(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ANY,  127.0.0.1",
        "0.0.0.0,   ANY,  127.0.0.1",
        "0.0.0.0,   ANY,  ::1",
        "::,        ANY,  127.0.0.1",
        "::,        ANY,  ::1",
        "0.0.0.0,   IPV4, 127.0.0.1",
        "::,        IPV6, ::1",
        "0.0.0.0,   IPV6, ::1",
    })
    void whoComesIsAccepted(String at, Family family, String from) {
        BlockingQueue<Silent> accepted = new LinkedBlockingQueue<>();
        Listener listener = listen(linux, at, family, accepted);

        Silent ours = await(connect(linux, from, port(listener)));

        assertEquals(TcpAddress.of(from, port(listener)), ours.transport.peer());
        Silent theirs = next(accepted);
        assertEquals(ours.transport.local(), theirs.transport.peer());
        assertEquals(ours.transport.peer(), theirs.transport.local());
        assertTrue(ours.transport.feature(TcpSocket.class).isPresent());
    }

    @Test
    void aLinkLocalAddressKeepsItsInterface() throws Exception {
        SocketNames.Written written = SocketNames.of(new TcpAddress(linkLocal(7), 80));
        SocketNames.Room room = SocketNames.room();
        room.bytes().put(0, written.bytes(), 0, written.length()).putInt(SocketNames.MOST_BYTES, written.length());

        assertEquals(new TcpAddress(linkLocal(7), 80).toString(), room.read().toString());
    }

    private static Inet6Address linkLocal(int scope) throws UnknownHostException {
        return Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), scope);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, ::", "::1, 0.0.0.0", "127.0.0.1, 0.0.0.0", "::1, ::"})
    void theWildcardOfEitherVersionMeansAnyAddressOfOurs(String target, String from) {
        Listener listener = listen(linux, "::", Family.ANY, new LinkedBlockingQueue<>());
        ConnectOptions options = ConnectOptions.DEFAULT.withBind(TcpAddress.of(from, 0));

        assertEquals("open", connected(jdk, TcpAddress.of(target, port(listener)), options));
        assertEquals("open", connected(linux, TcpAddress.of(target, port(listener)), options));
    }

    @Test
    void aConnectionResetAsItOpensIsSaidToBeReset() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TcpAddress target = TcpAddress.loopback(listening.getLocalPort());
            LinuxTcp.Dialing dialing = new LinuxTcp.Dialing(target, ConnectOptions.DEFAULT);
            try (StreamChannel opened = dialing.dial()) {
                try (Socket accepted = listening.accept()) {
                    assertTrue(opened.finishConnect());
                    opened.ends();
                    accepted.setSoLinger(true, 0);
                }

                ConnectFailedException failure = dialing.failed(failureOfEnds(opened));

                assertEquals(ConnectFailedException.Kind.ENDED_EARLY, failure.kind());
            }
        }
    }

    /** The reset takes a moment to arrive. */
    private static IOException failureOfEnds(StreamChannel opened) throws InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); System.nanoTime() < end; ) {
            try {
                opened.ends();
            } catch (IOException failure) {
                return failure;
            }
            Thread.sleep(1);
        }
        throw new AssertionError("the peer's reset did not arrive");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, IPV4, ::1", "::, IPV6, 127.0.0.1", "0.0.0.0, IPV6, 127.0.0.1", "127.0.0.1, ANY, ::1"})
    void whoComesByTheOtherVersionIsRefused(String at, Family family, String from) {
        Listener listener = listen(linux, at, family, new LinkedBlockingQueue<>());

        ConnectFailedException failure =
                assertThrows(ConnectFailedException.class, () -> connect(linux, from, port(listener))
                        .await());

        assertEquals(ConnectFailedException.Kind.REFUSED, failure.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "192.0.2.1:0", "[::1]:0", "[2001:db8::1]:0", "224.0.0.1:0", "[ff02::1]:0"})
    void anAddressThatCannotBeListenedOnFailsAsWithTheJdk(String text) {
        TcpAddress address = address(text);
        assertEquals(listened(jdk, address, ListenOptions.DEFAULT), listened(linux, address, ListenOptions.DEFAULT));
        ListenOptions four = ListenOptions.DEFAULT.withFamily(Family.IPV4);
        assertEquals(listened(jdk, address, four), listened(linux, address, four));
    }

    @Test
    void theSettingsOfAReactorSayWhoseSocketsItOpens() {
        NioSettings settings = NioSettings.DEFAULT.withSockets(LinuxSockets.withTcp());
        assertTrue(settings.toString().contains("sockets=Linux's own with TCP"), settings::toString);
    }

    @Test
    void aPortInUseFailsAsWithTheJdk() {
        Listener taken = listen(jdk, "127.0.0.1", Family.ANY, new LinkedBlockingQueue<>());
        TcpAddress address = TcpAddress.loopback(port(taken));

        String failure = listened(linux, address, ListenOptions.DEFAULT);

        assertEquals(listened(jdk, address, ListenOptions.DEFAULT), failure);
        assertTrue(failure.startsWith("IN_USE"), failure);
    }

    @Test
    void aPortIsSharedOnlyByThoseWhoAllAskForIt() {
        ListenOptions shared = ListenOptions.DEFAULT.withReusePort(true);
        Listener first = await(linux.listen(TcpAddress.loopback(0), shared, Silent::new));
        TcpAddress same = TcpAddress.loopback(port(first));

        assertEquals("open", listened(linux, same, shared));
        assertTrue(listened(linux, same, ListenOptions.DEFAULT).startsWith("IN_USE"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1,     -",
        "'[::1]:1',       -",
        "'[fe80::1]:1',   -",
        "127.0.0.1:1,     192.0.2.1:0",
        "255.255.255.255:1, -",
    })
    void aConnectionThatCannotBeOpenedFailsAsWithTheJdk(String target, String from) {
        ConnectOptions options =
                from.equals("-") ? ConnectOptions.DEFAULT : ConnectOptions.DEFAULT.withBind(address(from));
        assertEquals(connected(jdk, address(target), options), connected(linux, address(target), options));
    }

    @Test
    void aConnectionComesFromTheAddressThatWasAskedFor() {
        BlockingQueue<Silent> accepted = new LinkedBlockingQueue<>();
        Listener listener = listen(linux, "0.0.0.0", Family.ANY, accepted);
        ConnectOptions options = ConnectOptions.DEFAULT.withBind(TcpAddress.of("127.0.0.2", 0));

        await(linux.connect(TcpAddress.loopback(port(listener)), options, Silent::new));

        TcpAddress seen = (TcpAddress) next(accepted).transport.peer();
        assertEquals(TcpAddress.of("127.0.0.2", 0).ip(), seen.ip());
    }

    private static Listener listen(Reactor reactor, String ip, Family family, BlockingQueue<Silent> accepted) {
        return await(reactor.listen(TcpAddress.of(ip, 0), ListenOptions.DEFAULT.withFamily(family), transport -> {
            Silent made = new Silent(transport);
            accepted.add(made);
            return made;
        }));
    }

    private static Silent next(BlockingQueue<Silent> accepted) {
        try {
            return Objects.requireNonNull(accepted.poll(20, TimeUnit.SECONDS), "nobody was accepted");
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static <T> T await(Deferred<T> answer) {
        try {
            return answer.await(Duration.ofSeconds(20));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Deferred<Silent> connect(Reactor reactor, String ip, int port) {
        return reactor.connect(TcpAddress.of(ip, port), ConnectOptions.DEFAULT, Silent::new);
    }

    private static int port(Listener listener) {
        return ((TcpAddress) listener.address()).port();
    }

    private static TcpAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String ip = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return TcpAddress.of(ip, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Returns "open", or the kind and the text of the failure. */
    private static String listened(Reactor reactor, TcpAddress address, ListenOptions options) {
        try {
            await(reactor.listen(address, options, Silent::new));
            return "open";
        } catch (ListenFailedException failure) {
            return failure.kind() + " " + failure.getMessage();
        }
    }

    private static String connected(Reactor reactor, TcpAddress target, ConnectOptions options) {
        try {
            await(reactor.connect(target, options, Silent::new));
            return "open";
        } catch (ConnectFailedException failure) {
            return failure.kind() + " " + failure.getMessage();
        }
    }
}

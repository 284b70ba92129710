package dev.sennit.transport.unix.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.unix.FileDescriptors;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sockets of jnr-unixsocket have beyond the contracts, and how a reactor comes to use them. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class JnrReactorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NioReactor reactor = Reactors.jnr(1);
    private final NioReactor byDefault = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final Path home;

    JnrReactorTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void endReactors() {
        reactor.close();
        byDefault.close();
    }

    private record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    /** Waits for so many bytes. */
    private static final class Collector implements Protocol {
        final Transport transport;
        final ByteQueue got = new ByteQueue();
        final Deferred.Source<Bytes> enough = new Deferred.Source<>();
        final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
        private final int wanted;

        Collector(Transport transport, int wanted) {
            this.transport = transport;
            this.wanted = wanted;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            got.add(data);
            if (got.length() >= wanted) {
                enough.succeed(got.takeAll());
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private static UnixAddress name(String what) {
        return new UnixAddress("@sennit-jnr-test-" + ProcessHandle.current().pid() + "-" + what);
    }

    private UnixAddress path(String name) {
        return UnixAddress.of(home.resolve(name));
    }

    private static Listener echo(NioReactor on, Address at) throws InterruptedException {
        return on.listen(at, ListenOptions.DEFAULT, Echo::new).await(LIMIT);
    }

    private static Collector connect(NioReactor from, Address to, int wanted) throws InterruptedException {
        return from.connect(to, ConnectOptions.DEFAULT, end -> new Collector(end, wanted))
                .await(LIMIT);
    }

    private static void assertEchoes(NioReactor from, Address to) throws InterruptedException {
        Collector client = connect(from, to, 5);
        client.transport.write(Bytes.ascii("hello"));
        assertEquals(Bytes.ascii("hello"), client.enough.deferred().await(LIMIT));
        assertEquals(to, client.transport.peer());
        assertEquals(UnixAddress.UNNAMED, client.transport.local());
        client.transport.abort();
    }

    @Test
    void areUsedOnlyWhereTheyAreChosenIfTheOtherModuleRuns() throws Exception {
        Listener listener = echo(reactor, path("x"));
        Transport chosen = connect(reactor, listener.address(), 1).transport;
        Transport found = connect(byDefault, listener.address(), 1).transport;
        assertTrue(chosen.feature(FileDescriptors.class).isEmpty());
        assertTrue(found.feature(FileDescriptors.class).isPresent());
        assertTrue(chosen.feature(PeerCredentials.class).isPresent());
    }

    @Test
    void aSettingSaysWhoseTheyAre() {
        String settings = Reactors.settings(1).withSockets(new JnrSockets()).toString();
        assertTrue(settings.endsWith(", sockets=jnr-unixsocket]"), settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blank", "h\u00e4", "\u20ac", "\ud83d\ude00"})
    void namesOfEveryKindAreListenedAtAndReached(String what) throws Exception {
        // jnr-unixsocket 0.39.9 makes other names of letters beyond ASCII, the same for both of its sides. So each side
        // meets another's here.
        for (UnixAddress address : List.of(path(what), name(what))) {
            assertEchoes(byDefault, echo(reactor, address).address());
        }
        for (UnixAddress address : List.of(path(what + "2"), name(what + "2"))) {
            assertEchoes(reactor, echo(byDefault, address).address());
        }
    }

    @Test
    void theSystemPicksANameWhereNoneIsAskedFor() throws Exception {
        UnixAddress real = (UnixAddress) echo(reactor, new UnixAddress("@")).address();
        assertTrue(real.name().matches("@[0-9a-f]{5}"), real.toString());
        assertEchoes(byDefault, real);
    }

    private UnixAddress pathOf(int bytes) throws IOException {
        Path in = Files.createDirectories(
                home.resolve("d".repeat(bytes - home.toString().length() - 1 - 6 - 1)));
        return UnixAddress.of(in.resolve("a".repeat(6)));
    }

    @Test
    void aPathOf107BytesIsListenedAtAndReached() throws Exception {
        UnixAddress path = pathOf(107);
        Listener listener = echo(reactor, path);
        assertEchoes(reactor, path);
        assertEchoes(byDefault, path);
        listener.close().await(LIMIT);
        assertFalse(Files.exists(path.path()));
    }

    @Test
    void aNameOf107BytesIsReachedAsItIs() throws Exception {
        // jnr-unixsocket 0.39.9 puts a NUL in the place of the last byte.
        UnixAddress longest = new UnixAddress("@" + "n".repeat(107 - 20) + String.format("%020d", System.nanoTime()));
        assertEchoes(byDefault, echo(reactor, longest).address());
    }

    @Test
    void aBoundPeersNameIsTold() throws Exception {
        Deferred.Source<Address> peer = new Deferred.Source<>();
        Listener listener = reactor.listen(path("x"), ListenOptions.DEFAULT, end -> {
                    peer.succeed(end.peer());
                    return new Echo(end);
                })
                .await(LIMIT);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.bind(UnixDomainSocketAddress.of(home.resolve("client")));
            client.connect(UnixDomainSocketAddress.of(((UnixAddress) listener.address()).path()));
            assertEquals(path("client"), peer.deferred().await(LIMIT));
        }
    }

    @Test
    void bothEndsSeeTheOthersCredentials() throws Exception {
        Deferred.Source<PeerCredentials> seen = new Deferred.Source<>();
        Listener listener = reactor.listen(path("x"), ListenOptions.DEFAULT, end -> {
                    seen.succeed(end.feature(PeerCredentials.class).orElseThrow());
                    return new Echo(end);
                })
                .await(LIMIT);
        Collector client = connect(reactor, listener.address(), 0);
        PeerCredentials own =
                new PeerCredentials(Math.toIntExact(ProcessHandle.current().pid()), own("uid"), own("gid"));
        assertEquals(own, seen.deferred().await(LIMIT));
        assertEquals(own, client.transport.feature(PeerCredentials.class).orElseThrow());
        client.transport.abort();
        client.lost.deferred().await(LIMIT);
        assertTrue(client.transport.feature(PeerCredentials.class).isEmpty());
    }

    private static int own(String what) throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + what);
    }

    /** What goes wrong, on a reactor, at a path or a name. */
    private enum Mishap {
        NOTHING_THERE,
        NO_DIRECTORY,
        A_FILE_FOR_A_DIRECTORY,
        A_FILE,
        LEFT_BEHIND,
        FOR_DATAGRAMS,
        NOBODY_AT_A_NAME,
        NO_NAME,
        ANY_NAME,
        TOO_LONG_A_PATH,
        TOO_LONG_A_NAME,
        UNWRITABLE,
        A_DESCRIPTOR_OF_NOTHING,
        UDP;
    }

    private Address address(Mishap mishap) throws IOException, InterruptedException {
        Path path = home.resolve("mishap");
        Files.deleteIfExists(path);
        return switch (mishap) {
            case NOTHING_THERE -> UnixAddress.of(path);
            case NO_DIRECTORY -> UnixAddress.of(path.resolve("x"));
            case A_FILE_FOR_A_DIRECTORY ->
                UnixAddress.of(Files.writeString(path, "precious").resolve("x"));
            case A_FILE -> UnixAddress.of(Files.writeString(path, "precious"));
            case LEFT_BEHIND -> {
                try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                    dead.bind(UnixDomainSocketAddress.of(path));
                }
                yield UnixAddress.of(path);
            }
            case FOR_DATAGRAMS -> {
                if (!Files.exists(home.resolve("datagrams"))) {
                    var unused = byDefault
                            .bind(path("datagrams"), DatagramOptions.DEFAULT, transport -> (data, from) -> {})
                            .await(LIMIT);
                }
                yield path("datagrams");
            }
            case NOBODY_AT_A_NAME -> name("nobody");
            case NO_NAME -> UnixAddress.UNNAMED;
            case ANY_NAME -> new UnixAddress("@");
            case TOO_LONG_A_PATH -> pathOf(108);
            case TOO_LONG_A_NAME -> name("x".repeat(120));
            case UNWRITABLE -> new UnixAddress("@\ud800");
            case A_DESCRIPTOR_OF_NOTHING -> new DescriptorAddress(1_000_000);
            case UDP -> UdpAddress.loopback(1);
        };
    }

    private static String failure(Deferred<?> doing) throws InterruptedException {
        try {
            var unused = doing.await(LIMIT);
            return "done";
        } catch (NetworkException failure) {
            return failure.getClass().getSimpleName() + " " + failure.getMessage();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGoesWrongIsToldAsByTheOtherModule(Mishap mishap) throws Exception {
        Address at = address(mishap);
        String connecting = failure(reactor.connect(at, ConnectOptions.DEFAULT, Echo::new));
        assertEquals(failure(byDefault.connect(at, ConnectOptions.DEFAULT, Echo::new)), connecting);
        assertTrue(connecting.startsWith("ConnectFailedException "), connecting);

        ListenOptions options = ListenOptions.DEFAULT.withFile(SocketFile.DEFAULT.withLock(false));
        List<String> listening = new ArrayList<>();
        for (NioReactor each : List.of(reactor, byDefault)) {
            Deferred<Listener> answer = each.listen(at, options, Echo::new);
            listening.add(failure(answer));
            if (listening.get(0).equals("done")) {
                answer.await(LIMIT).close().await(LIMIT);
            }
        }
        assertEquals(listening.get(1), listening.get(0));
    }

    @Test
    void aDescriptorIsSaidToTakeTheOtherModule() throws Exception {
        try (NioReactor alone = new NioReactor(
                Reactors.settings(1).withSockets(new JnrSockets()).withProvidedSockets(false))) {
            String failed = failure(alone.connect(new DescriptorAddress(3), ConnectOptions.DEFAULT, Echo::new));
            assertTrue(failed.endsWith("this needs the module sennit-transport-unix on the class path"), failed);
        }
    }

    @Test
    void aLivingListenerIsNeverReplaced() throws Exception {
        echo(byDefault, path("x"));
        Deferred<Listener> second = reactor.listen(
                path("x"), ListenOptions.DEFAULT.withFile(SocketFile.DEFAULT.withLock(false)), Echo::new);
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> second.await(LIMIT));
        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
        assertEchoes(reactor, path("x"));
    }

    @Test
    void aFullAcceptQueueIsWaitedFor() throws Exception {
        // connect(2) fails with EAGAIN then; the channel of jnr-unixsocket 0.39.9 calls that pending, and nothing ends
        // it.
        Path place = home.resolve("full");
        try (ServerSocketChannel slow = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            slow.bind(UnixDomainSocketAddress.of(place), 1);
            List<Deferred<Collector>> callers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                callers.add(
                        reactor.connect(UnixAddress.of(place), ConnectOptions.DEFAULT, end -> new Collector(end, 1)));
            }
            List<SocketChannel> accepted = new ArrayList<>();
            while (accepted.size() < callers.size()) {
                SocketChannel next = slow.accept();
                accepted.add(next);
                next.write(ByteBuffer.wrap(new byte[1]));
            }
            for (Deferred<Collector> each : callers) {
                each.await(LIMIT).enough.deferred().await(LIMIT);
            }
            for (SocketChannel each : accepted) {
                each.close();
            }
        }
    }

    @Test
    void oneReactorOpensEveryKindAndItsShutdownEndsThem() throws Exception {
        Listener tcp = echo(reactor, TcpAddress.loopback(0));
        Listener unix = echo(reactor, path("x"));
        List<Collector> open = List.of(connect(reactor, tcp.address(), 1), connect(reactor, unix.address(), 1));
        for (Collector each : open) {
            each.transport.write(Bytes.ascii("x"));
            each.enough.deferred().await(LIMIT);
        }
        reactor.shutdown().await(LIMIT);
        for (Collector each : open) {
            assertEquals(
                    CloseReason.By.REACTOR,
                    each.lost.deferred().await(LIMIT).ending().by());
        }
        assertFalse(Files.exists(home.resolve("x")));
        assertThrows(
                RejectedExecutionException.class,
                () -> open.get(1).transport.loop().execute(() -> {}));
    }

    @Test
    void theirLoopsShareWorkersAndBudgetWithTheOthers() throws Exception {
        Collector overTcp =
                connect(reactor, echo(reactor, TcpAddress.loopback(0)).address(), 0);
        Collector overUnix = connect(reactor, echo(reactor, path("x")).address(), 0);
        LoopMember.Loop one = (LoopMember.Loop) overTcp.transport.loop();
        LoopMember.Loop other = (LoopMember.Loop) overUnix.transport.loop();
        assertNotSame(one, other);
        assertSame(one.memoryBudget(), other.memoryBudget());
        assertEquals(one.workers(), other.workers());
        Deferred.Source<EventLoop> own = new Deferred.Source<>();
        other.execute(() -> own.succeed(reactor.nextLoop()));
        assertSame(other, own.deferred().await(LIMIT));
    }

    @Test
    void aHundredConnectionsAtOnceEchoMegabytes() throws Exception {
        Listener listener = echo(reactor, path("x"));
        int length = 100_000;
        List<Collector> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(connect(reactor, listener.address(), length));
        }
        for (int i = 0; i < clients.size(); i++) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) i);
            clients.get(i).transport.write(Bytes.of(bytes));
        }
        for (int i = 0; i < clients.size(); i++) {
            Bytes came = clients.get(i).enough.deferred().await(LIMIT);
            assertEquals(length, came.length());
            assertEquals((byte) i, came.byteAt(length - 1));
        }
    }
}

package dev.sennit.transport.unix;

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
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's Unix sockets lack. */
@EnabledOnOs(OS.LINUX)
class UnixReactorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final Path home;

    UnixReactorTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    /** Waits for so many bytes. */
    static final class Collector implements Protocol {
        final Transport transport;
        final ByteQueue got = new ByteQueue();
        final Deferred.Source<Void> enough = new Deferred.Source<>();
        final Deferred.Source<CloseReason> lost = new Deferred.Source<>();
        final List<Descriptor> descriptors = new ArrayList<>();
        volatile long count;
        private final int wanted;
        private final boolean takes;

        Collector(Transport transport, int wanted, boolean takes) {
            this.transport = transport;
            this.wanted = wanted;
            this.takes = takes;
        }

        @Override
        public void connectionMade() {
            if (takes) {
                var unused = transport.feature(FileDescriptors.class).orElseThrow();
            }
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            got.add(data);
            count = got.length();
            if (takes) {
                descriptors.addAll(
                        transport.feature(FileDescriptors.class).orElseThrow().take());
            }
            if (got.length() >= wanted) {
                enough.succeed(null);
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private static UnixAddress name(String what) {
        return new UnixAddress("@sennit-test-" + ProcessHandle.current().pid() + "-" + what);
    }

    private Listener echo(UnixAddress at) throws InterruptedException {
        return reactor.listen(at, ListenOptions.DEFAULT, Echo::new).await(LIMIT);
    }

    private Collector collector(Listener to, int wanted) throws InterruptedException {
        return reactor.connect(to.address(), ConnectOptions.DEFAULT, end -> new Collector(end, wanted, false))
                .await(LIMIT);
    }

    private static void assertSays(String part, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blank", "dots:and/slashes", "h\u00e4", "nul\0inside"})
    void namesOfEveryKindAreListenedAtAndReached(String what) throws Exception {
        Listener listener = echo(name(what));
        assertEquals(name(what), listener.address());
        Collector client = collector(listener, 5);
        client.transport.write(Bytes.ascii("hello"));
        client.enough.deferred().await(LIMIT);
        assertEquals(Bytes.ascii("hello"), client.got.takeAll());
        assertEquals(name(what), client.transport.peer());
        assertEquals(UnixAddress.UNNAMED, client.transport.local());
    }

    @Test
    void theSystemPicksANameWhereNoneIsAskedFor() throws Exception {
        Listener listener = echo(new UnixAddress("@"));
        UnixAddress real = (UnixAddress) listener.address();
        assertTrue(real.name().matches("@[0-9a-f]{5}"), real.toString());
        collector(listener, 0).transport.abort();
    }

    @Test
    void aNameBelongsToOneAtATimeAndIsFreeAtOnceAfterTheClose() throws Exception {
        Listener first = echo(name("taken"));
        Deferred<Listener> second = reactor.listen(name("taken"), ListenOptions.DEFAULT, Echo::new);
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> second.await(LIMIT));
        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
        first.close().await(LIMIT);
        echo(name("taken"));
    }

    @Test
    void nobodyAtANameIsARefusal() {
        Deferred<Echo> connecting = reactor.connect(name("nobody"), ConnectOptions.DEFAULT, Echo::new);
        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
        assertEquals(ConnectFailedException.Kind.REFUSED, failure.kind());
        assertSays("nothing listens there", failure);
    }

    @Test
    void nobodyIsAtTheNameThatAsksForAFreeOne() {
        Deferred<Echo> connecting = reactor.connect(new UnixAddress("@"), ConnectOptions.DEFAULT, Echo::new);
        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
        assertEquals(ConnectFailedException.Kind.UNSUPPORTED, failure.kind());
        assertSays("@ alone asks a listener for a free name", failure);
    }

    @Test
    void aNameThatIsTooLongIsSaid() {
        Deferred<Echo> connecting = reactor.connect(name("x".repeat(120)), ConnectOptions.DEFAULT, Echo::new);
        assertSays(
                ": the name is too long: ", assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT)));
    }

    private UnixAddress pathOf(int bytes, int nameCharacters) throws IOException {
        int directory = bytes - home.toString().length() - 1 - nameCharacters - 1;
        Path in = Files.createDirectories(home.resolve("d".repeat(directory)));
        return UnixAddress.of(in.resolve("a".repeat(nameCharacters)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 20})
    void aPathOf107BytesIsListenedAtAndReached(int nameCharacters) throws Exception {
        UnixAddress path = pathOf(107, nameCharacters);
        Listener listener = echo(path);
        Collector client = collector(listener, 5);
        client.transport.write(Bytes.ascii("hello"));
        client.enough.deferred().await(LIMIT);
        client.transport.abort();
        Deferred<Listener> second = reactor.listen(path, withoutLock(), Echo::new);
        assertSays(
                "somebody listens there already", assertThrows(ListenFailedException.class, () -> second.await(LIMIT)));
        listener.close().await(LIMIT);
    }

    private static ListenOptions withoutLock() {
        return ListenOptions.DEFAULT.withFile(SocketFile.DEFAULT.withLock(false));
    }

    @Test
    void aStaleSocketOf107BytesIsReplaced() throws Exception {
        UnixAddress path = pathOf(107, 6);
        // A listener whose file has been replaced by hand leaves what it finds.
        Path moved = home.resolve("moved");
        Listener old = echo(path);
        Files.move(path.path(), moved);
        old.close().await(LIMIT);
        Files.move(moved, path.path());
        Deferred<Echo> connecting = reactor.connect(path, ConnectOptions.DEFAULT, Echo::new);
        assertSays("nothing listens there", assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT)));
        echo(path).close().await(LIMIT);
    }

    @Test
    void aPathOf108BytesIsTooLong() throws Exception {
        UnixAddress path = pathOf(108, 6);
        Deferred<Echo> connecting = reactor.connect(path, ConnectOptions.DEFAULT, Echo::new);
        assertSays(
                "the path is too long: 108 bytes, and at most 107 fit",
                assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT)));
        Deferred<Listener> listening = reactor.listen(path, ListenOptions.DEFAULT, Echo::new);
        assertSays(
                "its path has 108 bytes, and at most 107 fit",
                assertThrows(ListenFailedException.class, () -> listening.await(LIMIT)));
    }

    @Test
    void oneReactorOpensEveryKindAndItsShutdownEndsThem() throws Exception {
        Listener tcp = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                .await(LIMIT);
        List<Collector> open = List.of(collector(tcp, 1), collector(echo(name("every")), 1));
        for (Collector each : open) {
            each.transport.write(Bytes.ascii("x"));
            each.enough.deferred().await(LIMIT);
        }
        List<Deferred<CloseReason>> closed = new ArrayList<>();
        for (Address local : List.of(UdpAddress.loopback(0), name("every-datagram"))) {
            Deferred.Source<CloseReason> told = new Deferred.Source<>();
            closed.add(told.deferred());
            reactor.bind(local, DatagramOptions.DEFAULT, transport -> new DatagramProtocol() {
                        @Override
                        public void datagramReceived(ByteBuffer data, Address from) {}

                        @Override
                        public void closed(CloseReason reason) {
                            told.succeed(reason);
                        }
                    })
                    .await(LIMIT);
        }
        open.forEach(each -> closed.add(each.lost.deferred()));

        reactor.shutdown().await(LIMIT);

        for (Deferred<CloseReason> each : closed) {
            assertEquals(CloseReason.By.REACTOR, each.await(LIMIT).ending().by());
        }
        assertThrows(
                RejectedExecutionException.class,
                () -> open.get(1).transport.loop().execute(() -> {}));
        Deferred<Listener> late = reactor.listen(name("late"), ListenOptions.DEFAULT, Echo::new);
        assertSays("has been shut down", assertThrows(ListenFailedException.class, () -> late.await(LIMIT)));
    }

    @Test
    void eachKindLivesOnLoopsOfItsOwnThatShareWorkersAndBudget() throws Exception {
        Listener tcp = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                .await(LIMIT);
        Collector overTcp = collector(tcp, 0);
        Collector overUnix = collector(echo(name("loops")), 0);
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
    void bothEndsSeeTheOthersCredentials() throws Exception {
        Deferred.Source<PeerCredentials> seen = new Deferred.Source<>();
        Listener listener = reactor.listen(UnixAddress.of(home.resolve("x.sock")), ListenOptions.DEFAULT, end -> {
                    seen.succeed(end.feature(PeerCredentials.class).orElseThrow());
                    return new Echo(end);
                })
                .await(LIMIT);
        Collector client = collector(listener, 0);
        PeerCredentials own =
                new PeerCredentials(Math.toIntExact(ProcessHandle.current().pid()), own("uid"), own("gid"));
        assertEquals(own, seen.deferred().await(LIMIT));
        assertEquals(own, client.transport.feature(PeerCredentials.class).orElseThrow());
    }

    private static int own(String what) throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + what);
    }

    @Test
    void descriptorsArriveWithTheirBytesAndInOrder() throws Exception {
        Path file = Files.writeString(home.resolve("precious"), "content");
        Deferred.Source<Collector> accepted = new Deferred.Source<>();
        Listener listener = reactor.listen(name("pass"), ListenOptions.DEFAULT, end -> {
                    Collector collector = new Collector(end, 9, true);
                    accepted.succeed(collector);
                    return collector;
                })
                .await(LIMIT);
        Collector client = collector(listener, 0);
        Descriptor open = Descriptor.open(file, StandardOpenOption.READ);
        onLoop(client.transport, () -> {
            FileDescriptors passing =
                    client.transport.feature(FileDescriptors.class).orElseThrow();
            client.transport.write(Bytes.ascii("abc"));
            Deferred<Void> sent = passing.send(Bytes.ascii("def").asReadOnlyBuffer(), List.of(open, open));
            open.close();
            client.transport.write(Bytes.ascii("ghi"));
            return sent;
        });
        Collector server = accepted.deferred().await(LIMIT);
        server.enough.deferred().await(LIMIT);
        assertEquals(Bytes.ascii("abcdefghi"), server.got.takeAll());
        assertEquals(2, server.descriptors.size());
        for (Descriptor each : server.descriptors) {
            assertEquals("content", Files.readString(each.path()));
            each.close();
            assertFalse(each.isOpen());
        }
    }

    /** Runs on the transport's loop, and waits for the answer. */
    private static void onLoop(Transport transport, java.util.concurrent.Callable<Deferred<Void>> work)
            throws Exception {
        Deferred.Source<Void> done = new Deferred.Source<>();
        transport.loop().execute(() -> {
            try {
                work.call().whenComplete((none, failure) -> {
                    if (failure == null) {
                        done.succeed(null);
                    } else {
                        done.fail(failure);
                    }
                });
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        done.deferred().await(LIMIT);
    }

    @Test
    void whatIsSentWithMegabytesAroundItKeepsItsPlace() throws Exception {
        int before = 3_000_000;
        Deferred.Source<Collector> accepted = new Deferred.Source<>();
        Listener listener = reactor.listen(name("many"), ListenOptions.DEFAULT, end -> {
                    Collector collector = new Collector(end, 2 * before + 1, true);
                    accepted.succeed(collector);
                    return collector;
                })
                .await(LIMIT);
        Collector client = collector(listener, 0);
        onLoop(client.transport, () -> {
            client.transport.write(Bytes.of(new byte[before]));
            try (Descriptor directory = Descriptor.open(home)) {
                Deferred<Void> sent = client.transport
                        .feature(FileDescriptors.class)
                        .orElseThrow()
                        .send(ByteBuffer.wrap(new byte[] {7}), List.of(directory));
                client.transport.write(Bytes.of(new byte[before]));
                return sent;
            }
        });
        Collector server = accepted.deferred().await(LIMIT);
        server.enough.deferred().await(LIMIT);
        assertEquals(7, server.got.takeAll().byteAt(before));
        assertEquals(1, server.descriptors.size());
        server.descriptors.get(0).close();
    }

    @Test
    void descriptorsThatNobodyWantsAreClosed() throws Exception {
        Listener listener = echo(name("unwanted"));
        Collector client = collector(listener, 2);
        client.transport.write(Bytes.of((byte) 1));
        waitUntil(() -> client.count == 1);
        String target = home.toRealPath().toString();
        try (Descriptor directory = Descriptor.open(home)) {
            assertEquals(1, OpenFiles.count(target));
            onLoop(client.transport, () -> client.transport
                    .feature(FileDescriptors.class)
                    .orElseThrow()
                    .send(ByteBuffer.wrap(new byte[1]), List.of(directory)));
        }
        client.enough.deferred().await(LIMIT);
        waitUntil(() -> OpenFiles.count(target) == 0);
    }

    private static void waitUntil(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in time");
            Thread.onSpinWait();
        }
    }

    @Test
    void moreThanMayWaitUntakenBreaksTheConnection() throws Exception {
        Deferred.Source<CloseReason> ended = new Deferred.Source<>();
        Listener listener = reactor.listen(name("flood"), ListenOptions.DEFAULT, end -> new Protocol() {
                    @Override
                    public void connectionMade() {
                        var unused = end.feature(FileDescriptors.class).orElseThrow();
                    }

                    @Override
                    public void dataReceived(ByteBuffer data) {}

                    @Override
                    public void connectionLost(CloseReason reason) {
                        ended.succeed(reason);
                    }
                })
                .await(LIMIT);
        Collector client = collector(listener, 0);
        try (Descriptor directory = Descriptor.open(home)) {
            List<Descriptor> many = java.util.Collections.nCopies(200, directory);
            onLoop(client.transport, () -> {
                FileDescriptors passing =
                        client.transport.feature(FileDescriptors.class).orElseThrow();
                Deferred<Void> unused = passing.send(ByteBuffer.wrap(new byte[1]), many);
                return passing.send(ByteBuffer.wrap(new byte[1]), many);
            });
        }
        CloseReason reason = ended.deferred().await(LIMIT);
        assertTrue(reason.toString().contains("more than 256 descriptors wait to be taken"), reason.toString());
    }

    @Test
    void aListeningSocketOfAnotherIsTakenOver() throws Exception {
        Listener listener = echo(name("handed"));
        try (NioReactor other = new NioReactor(NioSettings.DEFAULT.withLoops(1));
                ServerSocketChannel tcp = ServerSocketChannel.open()) {
            tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) tcp.getLocalAddress()).getPort();
            Listener adopted = reactor.listen(
                            new DescriptorAddress(numberOf(Libc.SO_ACCEPTCONN, 1, port)),
                            ListenOptions.DEFAULT,
                            end -> {
                                end.feature(TcpSocket.class).orElseThrow().noDelay(true);
                                assertTrue(end.feature(PeerCredentials.class).isEmpty());
                                return new Echo(end);
                            })
                    .await(LIMIT);
            assertEquals(TcpAddress.loopback(port), adopted.address());
            Collector client = other.connect(
                            adopted.address(), ConnectOptions.DEFAULT, end -> new Collector(end, 2, false))
                    .await(LIMIT);
            client.transport.write(Bytes.ascii("hi"));
            client.enough.deferred().await(LIMIT);
            adopted.close().await(LIMIT);
        }
        assertTrue(listener.address() instanceof UnixAddress);
    }

    /** The descriptor of this process that is bound to a port and has an option like this. */
    private static int numberOf(int option, int value, int port) throws IOException {
        for (int number = 3; number < 4096; number++) {
            if (Files.exists(Path.of("/proc/self/fd/" + number), LinkOption.NOFOLLOW_LINKS)) {
                try {
                    boolean fits = LinuxSocket.option(number, Libc.SOL_SOCKET, option) == value;
                    if (fits && SocketNames.read(number, false) instanceof TcpAddress tcp && tcp.port() == port) {
                        return number;
                    }
                } catch (IOException noSocket) {
                    // Something else is open there.
                }
            }
        }
        throw new AssertionError("nothing like that is bound to " + port);
    }

    @Test
    void whatIsNoListeningSocketIsSaid() throws Exception {
        try (Descriptor directory = Descriptor.open(home)) {
            Deferred<Listener> file = reactor.listen(directory.address(), ListenOptions.DEFAULT, Echo::new);
            assertSays("it is not a socket", assertThrows(ListenFailedException.class, () -> file.await(LIMIT)));
            assertTrue(directory.isOpen());
        }
        assertSays("descriptor 1000000 is not open", assertThrows(IOException.class, () -> Descriptor.copyOf(1000000)));
    }

    @Test
    void anAcceptedConnectionMayGoOnInAnotherProtocolByItsDescriptor() throws Exception {
        Deferred.Source<Collector> accepted = new Deferred.Source<>();
        Listener listener = reactor.listen(name("go-on"), ListenOptions.DEFAULT, end -> {
                    Collector collector = new Collector(end, 1, true);
                    accepted.succeed(collector);
                    return collector;
                })
                .await(LIMIT);
        Listener echo = echo(name("go-on-echo"));
        Collector client = collector(listener, 0);
        try (var raw = rawConnection((UnixAddress) echo.address())) {
            onLoop(client.transport, () -> client.transport
                    .feature(FileDescriptors.class)
                    .orElseThrow()
                    .send(ByteBuffer.wrap(new byte[1]), List.of(raw)));
        }
        Collector server = accepted.deferred().await(LIMIT);
        server.enough.deferred().await(LIMIT);
        Descriptor passed = server.descriptors.get(0);
        Collector goesOn = reactor.connect(
                        passed.address(), ConnectOptions.DEFAULT, end -> new Collector(end, 2, false))
                .await(LIMIT);
        passed.close();
        goesOn.transport.write(Bytes.ascii("ok"));
        goesOn.enough.deferred().await(LIMIT);
        assertEquals(echo.address(), goesOn.transport.peer());
    }

    @Test
    void whatIsNoConnectionStaysItsOwners() throws Exception {
        try (Descriptor file = Descriptor.open(home)) {
            Deferred<Echo> none = reactor.connect(file.address(), ConnectOptions.DEFAULT, Echo::new);
            assertSays(
                    "it is no connected socket", assertThrows(ConnectFailedException.class, () -> none.await(LIMIT)));
            assertTrue(Files.exists(file.path()));
            waitUntil(() -> OpenFiles.count(OpenFiles.target(file.path())) == 1);
        }
    }

    @Test
    void aConnectedSocketOfDatagramsIsRefused() throws Exception {
        try (DatagramChannel udp = DatagramChannel.open(StandardProtocolFamily.INET)) {
            udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            udp.connect(udp.getLocalAddress());
            int port = ((InetSocketAddress) udp.getLocalAddress()).getPort();
            Address socket = new DescriptorAddress(numberOf(Libc.SO_TYPE, 2, port));
            Deferred<Echo> connecting = reactor.connect(socket, ConnectOptions.DEFAULT, Echo::new);
            ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
            assertSays("it is not one for streams", failure);
        }
    }

    @Test
    void aConnectionThatIsGivenUpBeforeItsLoopTakesItIsNotCopied() throws Exception {
        Listener echo = echo(name("given-up"));
        try (Descriptor connection = rawConnection((UnixAddress) echo.address())) {
            EventLoop loop = collector(echo, 0).transport.loop();
            Deferred.Source<Void> done = new Deferred.Source<>();
            loop.execute(() -> {
                Deferred<Echo> connecting = reactor.connect(connection.address(), ConnectOptions.DEFAULT, Echo::new);
                assertTrue(connecting.cancel());
                loop.afterThisPass(() -> done.succeed(null));
            });
            done.deferred().await(LIMIT);
            waitUntil(() -> OpenFiles.count(OpenFiles.target(connection.path())) == 1);
        }
    }

    private static Descriptor rawConnection(UnixAddress to) throws IOException {
        int socket = Libc.check(Libc.socket(Libc.UNIX, Libc.STREAM));
        SocketNames.Written name = SocketNames.of(to);
        Libc.check(Libc.connect(socket, name.address(), name.length()));
        return Descriptor.owning(socket);
    }
}

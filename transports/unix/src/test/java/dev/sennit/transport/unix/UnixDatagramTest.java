package dev.sennit.transport.unix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to Unix sockets for datagrams: files, names, senders without one, and who cannot be sent to. */
@EnabledOnOs(OS.LINUX)
class UnixDatagramTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Bytes HELLO = Bytes.utf8("hello");

    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final Path home;
    private final Path path;

    UnixDatagramTest(@TempDir Path home) {
        this.home = home;
        this.path = home.resolve("x.sock");
    }

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    /** A datagram, or the failure of one. */
    private record News(Bytes data, Address from, String failure) {}

    private static final class Inbox implements DatagramProtocol {
        final DatagramTransport transport;
        final BlockingQueue<News> news = new LinkedBlockingQueue<>();
        final Deferred.Source<CloseReason> closed = new Deferred.Source<>();

        Inbox(DatagramTransport transport) {
            this.transport = transport;
        }

        @Override
        public void datagramReceived(ByteBuffer data, Address from) {
            news.add(new News(Bytes.copyOf(data), from, ""));
        }

        @Override
        public void sendFailed(Address to, DatagramFailedException why) {
            news.add(new News(Bytes.EMPTY, to, why.kind() + ": " + why.getMessage()));
        }

        @Override
        public void closed(CloseReason reason) {
            closed.succeed(reason);
        }

        News next() throws InterruptedException {
            News next = news.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        }

        void close() throws InterruptedException {
            transport.close();
            closed.deferred().await(LIMIT);
        }
    }

    private record Idle(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private Inbox bind(Address at, DatagramOptions options) throws InterruptedException {
        return reactor.bind(at, options, Inbox::new).await(LIMIT);
    }

    private Inbox bind(Address at) throws InterruptedException {
        return bind(at, DatagramOptions.DEFAULT);
    }

    private Inbox bindWith(SocketFile file) throws InterruptedException {
        return bind(UnixAddress.of(path), DatagramOptions.DEFAULT.withFile(file));
    }

    private ListenFailedException refused(SocketFile file) {
        return assertThrows(ListenFailedException.class, () -> bindWith(file));
    }

    private static UnixAddress name(String what) {
        return new UnixAddress("@sennit-datagrams-" + ProcessHandle.current().pid() + "-" + what);
    }

    private int mode() throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 07777;
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "660", "666", "622", "0"})
    void theFileHasItsRights(String octal) throws Exception {
        int mode = Integer.parseInt(octal, 8);
        Inbox bound = bindWith(SocketFile.DEFAULT.withMode(mode));
        assertEquals(mode, mode());
        bound.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void aLivingSocketIsNeverReplaced() throws Exception {
        Inbox living = bindWith(SocketFile.DEFAULT.withLock(false));
        for (SocketFile file : List.of(SocketFile.DEFAULT, SocketFile.DEFAULT.withLock(false))) {
            assertEquals(ListenFailedException.Kind.IN_USE, refused(file).kind());
        }
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.send(HELLO, living.transport.local());
        assertEquals(HELLO, living.next().data());
    }

    @Test
    void aLivingListenerIsNeverReplaced() throws Exception {
        var unused = reactor.listen(
                        UnixAddress.of(path),
                        ListenOptions.DEFAULT.withFile(SocketFile.DEFAULT.withLock(false)),
                        Idle::new)
                .await(LIMIT);
        assertEquals(
                ListenFailedException.Kind.IN_USE, refused(SocketFile.DEFAULT).kind());
    }

    @Test
    void noListenerReplacesALivingSocket() throws Exception {
        Inbox living = bindWith(SocketFile.DEFAULT.withLock(false));
        Deferred<?> listening = reactor.listen(living.transport.local(), ListenOptions.DEFAULT, Idle::new);
        assertEquals(
                ListenFailedException.Kind.IN_USE,
                assertThrows(ListenFailedException.class, () -> listening.await(LIMIT))
                        .kind());
    }

    @Test
    void whatACrashedProcessLeftIsReplacedUnderTheLockOnly() throws Exception {
        leaveBehind();
        ListenFailedException failed = refused(SocketFile.DEFAULT.withLock(false));
        assertTrue(failed.toString().contains("with a lock it would be replaced"), failed.toString());
        Inbox bound = bindWith(SocketFile.DEFAULT);
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.send(HELLO, bound.transport.local());
        assertEquals(HELLO, bound.next().data());
    }

    private static Descriptor datagramSocket() throws IOException {
        return Descriptor.owning(Libc.check(Libc.socket(Libc.UNIX, Libc.DATAGRAM)));
    }

    /** A socket's file that no process has open. */
    private void leaveBehind() throws IOException {
        try (Descriptor dead = datagramSocket()) {
            SocketNames.Written name = SocketNames.ofPath(path);
            Libc.check(Libc.bind(dead.number(), name.address(), name.length()));
        }
    }

    @Test
    void whatIsNoSocketIsLeftAlone() throws Exception {
        Files.writeString(path, "precious");
        assertEquals(
                ListenFailedException.Kind.OTHER, refused(SocketFile.DEFAULT).kind());
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void aPathOf107BytesFitsWithTheShortestName() throws Exception {
        Path in = Files.createDirectories(
                home.resolve("d".repeat(104 - home.toString().length())));
        Path longest = in.resolve("a");
        assertEquals(107, longest.toString().length());
        Inbox bound = reactor.bind(UnixAddress.of(longest), DatagramOptions.DEFAULT, Inbox::new)
                .await(LIMIT);
        bound.transport.send(HELLO, UnixAddress.of(longest));
        assertEquals(new News(HELLO, UnixAddress.of(longest), ""), bound.next());
        bound.close();
    }

    @Test
    void anothersFileIsNotRemoved() throws Exception {
        Inbox bound = bindWith(SocketFile.DEFAULT);
        Files.delete(path);
        Files.writeString(path, "another's");
        bound.close();
        assertEquals("another's", Files.readString(path));
    }

    @Test
    void whoHasNoNameIsHeardButCannotBeAnswered() throws Exception {
        Inbox receiver = bind(name("answers"));
        Inbox sender = bind(UnixAddress.UNNAMED);
        assertEquals(UnixAddress.UNNAMED, sender.transport.local());
        sender.transport.send(HELLO, receiver.transport.local());
        assertEquals(new News(HELLO, UnixAddress.UNNAMED, ""), receiver.next());
        receiver.transport.send(HELLO, UnixAddress.UNNAMED);
        assertEquals(
                "UNSUPPORTED: cannot send to unix:(unnamed): who has no name cannot be sent to",
                receiver.next().failure());
        receiver.transport.send(HELLO, new UnixAddress("@"));
        assertEquals(
                "UNSUPPORTED: cannot send to unix:@: who has no name cannot be sent to",
                receiver.next().failure());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a name that is not UTF-8,   00ff",
        "a name cut within a letter, 0061c3",
        "a name without a letter,    00",
        "a name with a NUL in it,    00610062",
        "a plain name,               0061"
    })
    void whoseNameIsNoTextIsNotAnsweredUnderAnother(String what, String hex) throws Exception {
        Inbox receiver = bind(name("texts"));
        byte[] own = HexFormat.of().parseHex(hex);
        ByteBuffer raw = ByteBuffer.allocateDirect(2 + own.length).order(ByteOrder.nativeOrder());
        raw.putShort((short) Libc.UNIX).put(own);
        try (Descriptor sender = datagramSocket()) {
            Libc.check(Libc.bind(sender.number(), Libc.address(raw), raw.capacity()));
            ByteBuffer data = ByteBuffer.allocateDirect(1);
            Libc.check(new LinuxDatagrams.DatagramMessage()
                    .send(sender.number(), Libc.address(data), 1, (UnixAddress) receiver.transport.local()));
            Address from = receiver.next().from();
            boolean text = what.endsWith("plain name") || what.endsWith("NUL in it");
            assertEquals(
                    text ? new UnixAddress("@" + new String(own, 1, own.length - 1, US_ASCII)) : UnixAddress.UNNAMED,
                    from);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@\ud800", "/tmp/\ud800"})
    void aNameThatCannotBeWrittenFailsAndIsNoOther(String unwritable) throws Exception {
        UnixAddress address = new UnixAddress(unwritable);
        ListenFailedException failed = assertThrows(ListenFailedException.class, () -> bind(address));
        assertTrue(failed.toString().contains("cannot be written"), failed.toString());
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.loop().execute(() -> sender.transport.send(HELLO, address));
        String failure = sender.next().failure();
        assertTrue(failure.startsWith("UNSUPPORTED") && failure.contains("cannot be written"), failure);
    }

    @Test
    void aFreeNameIsGivenWhereOneIsAskedFor() throws Exception {
        Inbox receiver = bind(name("free"));
        Inbox sender = bind(new UnixAddress("@"));
        UnixAddress given = (UnixAddress) sender.transport.local();
        assertTrue(given.isAbstract() && given.name().length() > 1, given::toString);
        sender.transport.send(HELLO, receiver.transport.local());
        receiver.transport.send(HELLO, receiver.next().from());
        assertEquals(HELLO, sender.next().data());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing,        there is no such socket",
        "a directory's,  there is no such socket",
        "a file,         refused",
        "left behind,    refused",
        "for streams,    of another kind",
        "a free name,    refused"
    })
    void whereNobodyReceivesTheFailureSaysSo(String what, String words) throws Exception {
        UnixAddress to = what.equals("a free name") ? name("nobody") : UnixAddress.of(path);
        switch (what) {
            case "a directory's" -> Files.writeString(home.resolve("d"), "");
            case "a file" -> Files.writeString(path, "");
            case "left behind" -> leaveBehind();
            case "for streams" ->
                reactor.listen(to, ListenOptions.DEFAULT, Idle::new).await(LIMIT);
            default -> {}
        }
        UnixAddress target = what.equals("a directory's") ? UnixAddress.of(home.resolve("d/x")) : to;
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.send(HELLO, target);
        String failure = sender.next().failure();
        assertTrue(failure.startsWith("REFUSED: cannot send to " + target) && failure.contains(words), failure);
        ConnectFailedException noPeer = assertThrows(
                ConnectFailedException.class,
                () -> bind(UnixAddress.of(home.resolve("own")), DatagramOptions.DEFAULT.withPeer(target)));
        assertEquals(ConnectFailedException.Kind.REFUSED, noPeer.kind(), noPeer.toString());
        assertFalse(Files.exists(home.resolve("own")), "nothing is left");
    }

    @Test
    void whoHasAnotherPeerPermitsNobodyElse() throws Exception {
        Inbox peer = bind(name("peer"));
        Inbox faithful = bind(name("faithful"), DatagramOptions.DEFAULT.withPeer(peer.transport.local()));
        Inbox stranger = bind(UnixAddress.UNNAMED);
        stranger.transport.send(HELLO, faithful.transport.local());
        String failure = stranger.next().failure();
        assertTrue(failure.startsWith("NOT_PERMITTED"), failure);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void longOnesPassWhole(boolean direct) throws Exception {
        Inbox receiver =
                bind(name("long"), DatagramOptions.DEFAULT.withReceiveLimitBytes(DatagramOptions.MOST_RECEIVED_BYTES));
        Inbox sender = bind(UnixAddress.UNNAMED);
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
        sender.transport.send(buffer.put(bytes).flip(), receiver.transport.local());
        assertEquals(Bytes.copyOf(bytes), receiver.next().data());
    }
}

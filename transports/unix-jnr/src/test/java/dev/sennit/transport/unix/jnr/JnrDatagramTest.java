package dev.sennit.transport.unix.jnr;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams of jnr-unixsocket: files, names, senders without one, and who cannot be sent to. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class JnrDatagramTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Bytes HELLO = Bytes.utf8("hello");

    private final NioReactor reactor = Reactors.jnr(1);
    private final NioReactor byDefault = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final Path home;
    private final Path path;

    JnrDatagramTest(@TempDir Path home) {
        this.home = home;
        this.path = home.resolve("x.sock");
    }

    @AfterEach
    void endReactors() {
        reactor.close();
        byDefault.close();
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

    private static UnixAddress name(String what) {
        return new UnixAddress(
                "@sennit-jnr-datagrams-" + ProcessHandle.current().pid() + "-" + what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "660", "666", "622", "777", "0"})
    void theFileHasItsRights(String octal) throws Exception {
        int mode = Integer.parseInt(octal, 8);
        Inbox bound = bindWith(SocketFile.DEFAULT.withMode(mode));
        assertEquals(mode, (int) Files.getAttribute(path, "unix:mode") & 07777);
        bound.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void rightsAreGivenToNoLinksTarget() throws Exception {
        Path precious = Files.writeString(home.resolve("precious"), "content");
        int before = (int) Files.getAttribute(precious, "unix:mode");
        Files.createSymbolicLink(path, precious);
        FileRights.give(path, 0777);
        assertEquals(before, (int) Files.getAttribute(precious, "unix:mode"));
    }

    @Test
    void aLivingSocketIsNeverReplaced() throws Exception {
        Inbox living = bindWith(SocketFile.DEFAULT.withLock(false));
        for (SocketFile file : List.of(SocketFile.DEFAULT, SocketFile.DEFAULT.withLock(false))) {
            ListenFailedException failed = assertThrows(ListenFailedException.class, () -> bindWith(file));
            assertEquals(ListenFailedException.Kind.IN_USE, failed.kind());
        }
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.send(HELLO, living.transport.local());
        assertEquals(HELLO, living.next().data());
    }

    @Test
    void aPathOf107BytesFitsWithTheShortestName() throws Exception {
        Path in = Files.createDirectories(
                home.resolve("d".repeat(104 - home.toString().length())));
        Path longest = in.resolve("a");
        assertEquals(107, longest.toString().length());
        Inbox bound = bind(UnixAddress.of(longest));
        bound.transport.send(HELLO, UnixAddress.of(longest));
        assertEquals(new News(HELLO, UnixAddress.of(longest), ""), bound.next());
        bound.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h\u00e4", "\u20ac"})
    void aSendersNameIsReadAsItIs(String name) throws Exception {
        for (UnixAddress own : List.of(UnixAddress.of(home.resolve(name)), name(name))) {
            Inbox receiver = bind(name("receiver" + own.isAbstract()));
            Inbox sender =
                    byDefault.bind(own, DatagramOptions.DEFAULT, Inbox::new).await(LIMIT);
            sender.transport.send(HELLO, receiver.transport.local());
            assertEquals(new News(HELLO, own, ""), receiver.next());
            receiver.transport.send(HELLO, own);
            assertEquals(new News(HELLO, receiver.transport.local(), ""), sender.next());
        }
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
        "for streams,    of another kind",
        "a free name,    refused"
    })
    void whereNobodyReceivesTheFailureSaysSo(String what, String words) throws Exception {
        UnixAddress to = what.equals("a free name") ? name("nobody") : UnixAddress.of(path);
        switch (what) {
            case "a directory's" -> Files.writeString(home.resolve("d"), "");
            case "a file" -> Files.writeString(path, "");
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
        // jnr-unixsocket 0.39.9 itself makes no connect(2), and lets everybody's datagrams through.
        Inbox peer = bind(name("peer"));
        Inbox faithful = bind(name("faithful"), DatagramOptions.DEFAULT.withPeer(peer.transport.local()));
        Inbox stranger = bind(UnixAddress.UNNAMED);
        stranger.transport.send(HELLO, faithful.transport.local());
        String failure = stranger.next().failure();
        assertTrue(failure.startsWith("NOT_PERMITTED"), failure);
    }

    @Test
    void aPeerThatHasComeBackIsSentToAgain() throws Exception {
        Inbox peer = bind(name("back"));
        Inbox sender = bind(UnixAddress.UNNAMED, DatagramOptions.DEFAULT.withPeer(name("back")));
        peer.close();
        sender.transport.send(HELLO);
        assertTrue(sender.next().failure().startsWith("REFUSED"));
        Inbox again = bind(name("back"));
        sender.transport.send(HELLO);
        assertEquals(HELLO, again.next().data());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void longOnesPassWholeFromTheMiddleOfABuffer(boolean direct) throws Exception {
        Inbox receiver =
                bind(name("long"), DatagramOptions.DEFAULT.withReceiveLimitBytes(DatagramOptions.MOST_RECEIVED_BYTES));
        Inbox sender = bind(UnixAddress.UNNAMED);
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
        ByteBuffer middle =
                buffer.put(bytes).flip().position(1000).limit(bytes.length - 1).asReadOnlyBuffer();
        Bytes wanted = Bytes.copyOf(middle.duplicate());
        sender.transport.send(middle, receiver.transport.local());
        assertEquals(wanted, receiver.next().data());
    }

    @Test
    void theUsersOwnErrorsAreTold() throws IOException, InterruptedException {
        Inbox sender = bind(UnixAddress.UNNAMED);
        sender.transport.loop().execute(() -> sender.transport.send(HELLO, new UnixAddress("@\ud800")));
        String failure = sender.next().failure();
        assertTrue(failure.startsWith("UNSUPPORTED") && failure.contains("cannot be written"), failure);
    }
}

package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a Unix socket: its rights, its lock, what may be replaced and what is removed. */
class UnixPathTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(2));
    private Path path;

    UnixPathTest(@TempDir Path home) {
        this.home = home;
        this.path = home.resolve("x.sock");
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

    private Listener listen(SocketFile file) throws InterruptedException {
        return listening(path, file).await(LIMIT);
    }

    private Deferred<Listener> listening(Path at, SocketFile file) {
        return reactor.listen(UnixAddress.of(at), ListenOptions.DEFAULT.withFile(file), Echo::new);
    }

    private ListenFailedException refused(SocketFile file) {
        Deferred<Listener> listening = listening(path, file);
        return assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
    }

    private ConnectFailedException unconnected(Address target) {
        Deferred<Echo> connecting = reactor.connect(target, ConnectOptions.DEFAULT, Echo::new);
        return assertThrows(ConnectFailedException.class, () -> connecting.await(LIMIT));
    }

    private static void assertSays(String part, Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(part), message);
    }

    private ServerSocketChannel otherServer() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    @ParameterizedTest
    @CsvSource({"0660, rw-rw----", "0600, rw-------", "0666, rw-rw-rw-", "0701, rwx-----x"})
    void theSocketHasTheRightsAskedFor(String octal, String shown) throws Exception {
        listen(SocketFile.DEFAULT.withMode(Integer.parseInt(octal, 8)));
        assertEquals(shown, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void leavesNothingBesideTheSocketButTheLockAndNothingButThatAfterwards() throws Exception {
        Listener listener = listen(SocketFile.DEFAULT);
        assertEquals(List.of("x.sock", "x.sock.lock"), names());
        listener.close().await(LIMIT);
        assertEquals(List.of("x.sock.lock"), names());
        String holder = Files.readString(home.resolve("x.sock.lock")).strip();
        assertEquals(String.valueOf(ProcessHandle.current().pid()), holder);
    }

    @Test
    void withoutALockThereIsNoLockFile() throws Exception {
        listen(SocketFile.DEFAULT.withLock(false)).close().await(LIMIT);
        assertEquals(List.of(), names());
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(home)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesASocketThatNobodyListensOnAnyMore() throws Exception {
        otherServer().close();
        listen(SocketFile.DEFAULT);
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    }

    @Test
    void withoutALockEvenAStaleSocketIsLeftAlone() throws Exception {
        otherServer().close();
        ListenFailedException failure = refused(SocketFile.DEFAULT.withLock(false));
        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
        assertSays("with a lock it would be replaced", failure);
        assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void neverReplacesALivingServerEvenOneWithoutALock() throws Exception {
        try (ServerSocketChannel living = otherServer()) {
            assertEquals(
                    ListenFailedException.Kind.IN_USE,
                    refused(SocketFile.DEFAULT).kind());
            try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel accepted = living.accept()) {
                assertTrue(caller.isConnected());
                assertTrue(accepted.isConnected());
            }
        }
    }

    @Test
    void theLockHoldsWhereTheSocketWasRemovedByHand() throws Exception {
        listen(SocketFile.DEFAULT);
        Files.delete(path);
        assertSays("this process listens there already", refused(SocketFile.DEFAULT));
        // Finding it locked must not have freed it for other processes.
        Process other = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f, fcntl.LOCK_EX|fcntl.LOCK_NB)",
                        path + ".lock")
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("BlockingIOError"), said);
    }

    @Test
    void onlyItsOwnSocketIsRemoved() throws Exception {
        Listener listener = listen(SocketFile.DEFAULT);
        Files.delete(path);
        try (ServerSocketChannel another = otherServer()) {
            listener.close().await(LIMIT);
            assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS), "the other's socket still stands");
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
            assertTrue(another.isOpen());
        }
    }

    @ParameterizedTest
    @CsvSource({"file, a regular file", "directory, a directory", "link, a symbolic link", "dangling, a symbolic link"})
    void whatIsNoSocketIsLeftAlone(String what, String named) throws Exception {
        switch (what) {
            case "file" -> Files.writeString(path, "precious");
            case "directory" -> Files.createDirectory(path);
            case "link" -> Files.createSymbolicLink(path, Files.createFile(home.resolve("else")));
            default -> Files.createSymbolicLink(path, home.resolve("nowhere"));
        }
        assertSays("there is " + named + ", which is not a socket", refused(SocketFile.DEFAULT));
        assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aTwistedServersLockIsNamed() throws Exception {
        Files.createSymbolicLink(home.resolve("x.sock.lock"), Path.of("12345"));
        ListenFailedException failure = refused(SocketFile.DEFAULT);
        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
        assertSays("'12345': the lock of a Twisted server", failure);
        assertFalse(Files.exists(home.resolve("12345")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"precious", "12a\n", "1\n2\n", "12345678901\n", " 1\n"})
    void aForeignFileInTheLocksPlaceIsLeftAsItIs(String content) throws Exception {
        Path foreign = Files.writeString(home.resolve("x.sock.lock"), content);
        ListenFailedException failure = refused(SocketFile.DEFAULT);
        assertEquals(ListenFailedException.Kind.OTHER, failure.kind());
        assertSays(foreign + " holds something else than the number of a process", failure);
        assertEquals(content, Files.readString(foreign));
        assertFalse(Files.exists(path, LinkOption.NOFOLLOW_LINKS));
        listen(SocketFile.DEFAULT.withLock(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "4194304\n"})
    void aLockFileOfAProcessThatHasEndedIsTaken(String content) throws Exception {
        Path own = Files.writeString(home.resolve("x.sock.lock"), content);
        listen(SocketFile.DEFAULT);
        assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(own));
    }

    @ParameterizedTest
    @CsvSource({"mkdir, a directory", "mkfifo, a device or pipe"})
    void whatIsNoFileInTheLocksPlaceIsLeftAsItIs(String maker, String named) throws Exception {
        Path foreign = home.resolve("x.sock.lock");
        assertEquals(0, new ProcessBuilder(maker, foreign.toString()).start().waitFor());
        assertSays(foreign + " is " + named + ", not a lock file", refused(SocketFile.DEFAULT));
    }

    @Test
    void aPathThatIsTooLongSaysByHowMuch() {
        path = home.resolve("a".repeat(120));
        ListenFailedException failure = refused(SocketFile.DEFAULT);
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failure.kind());
        int length = path.toString().length();
        assertSays("its path has " + length + " bytes, and at most", failure);
        ConnectFailedException unconnected = unconnected(UnixAddress.of(path));
        assertSays("its path has " + length + " bytes", unconnected);
    }

    /** The path whose name has so many characters, and which has so many bytes itself. */
    private Path pathOf(int bytes, int nameCharacters) throws IOException {
        int directory = bytes - home.toString().length() - 1 - nameCharacters - 1;
        return Files.createDirectories(home.resolve("d".repeat(directory))).resolve("a".repeat(nameCharacters));
    }

    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 20})
    void aPathOf106BytesFits(int nameCharacters) throws Exception {
        path = pathOf(106, nameCharacters);
        listen(SocketFile.DEFAULT);
        reactor.connect(UnixAddress.of(path), ConnectOptions.DEFAULT, Echo::new).await(LIMIT);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void aShortNameCostsWhatItIsShorterThanTheNameThatItHasAtFirst() throws Exception {
        path = pathOf(103, 1);
        listen(SocketFile.DEFAULT);
        path = pathOf(104, 1);
        assertSays("its path has 104 bytes, and at most 103 fit", refused(SocketFile.DEFAULT));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPathOf107BytesNamesTheModuleThatTakesIt() throws Exception {
        path = pathOf(107, 7);
        String said = "its path has 107 bytes, and at most 106 fit the JDK's sockets;"
                + " this needs the module sennit-transport-unix on the class path";
        assertSays(said, refused(SocketFile.DEFAULT));
        assertSays(said, unconnected(UnixAddress.of(path)));
    }

    @Test
    void aDirectoryThatDoesNotExistIsSaid() {
        path = home.resolve("nowhere").resolve("x.sock");
        ListenFailedException failure = refused(SocketFile.DEFAULT);
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failure.kind());
        assertSays("its directory does not exist", failure);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileSystemThatTakesNoSocketsIsSaid() {
        path = Path.of("/proc/sennit.sock");
        ListenFailedException failure = refused(SocketFile.DEFAULT);
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failure.kind());
        assertSays("its directory is on a file system that lets nobody make a socket there", failure);
    }

    @Test
    void connectingSaysWhatKeptItFromThat() throws Exception {
        UnixAddress target = UnixAddress.of(path);
        ConnectFailedException nothing = unconnected(target);
        assertEquals(ConnectFailedException.Kind.REFUSED, nothing.kind());
        assertSays("there is no such socket", nothing);
        otherServer().close();
        ConnectFailedException stale = unconnected(target);
        assertEquals(ConnectFailedException.Kind.REFUSED, stale.kind());
        assertSays("nothing listens there", stale);
        Files.delete(path);
        Files.writeString(path, "");
        assertSays("there is a regular file, which is not a socket", unconnected(target));
    }

    private ListenFailedException refused(Address place) {
        Deferred<Listener> listening = reactor.listen(place, ListenOptions.DEFAULT, Echo::new);
        return assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
    }

    @Test
    void whatNoStreamCanBeOpenedAtIsSaid() {
        assertSays("an unnamed socket has no place", unconnected(UnixAddress.UNNAMED));
        assertSays("an unnamed socket has no place", refused(UnixAddress.UNNAMED));
        assertSays("@ alone asks a listener for a free name", unconnected(new UnixAddress("@")));
        assertSays("datagrams are opened with Reactor.bind", unconnected(UdpAddress.loopback(7)));
        assertSays("datagrams are opened with Reactor.bind", refused(UdpAddress.loopback(7)));
        assertSays("this reactor opens TCP and Unix addresses only", refused(new MemoryAddress("x")));
    }

    @Test
    void abstractNamesNameTheModuleThatHasThem() {
        UnixAddress target = new UnixAddress("@x");
        assertEquals(
                ConnectFailedException.Kind.UNSUPPORTED, unconnected(target).kind());
        assertSays("sennit-transport-unix", unconnected(target));
        Deferred<Listener> listening = reactor.listen(target, ListenOptions.DEFAULT, Echo::new);
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
        assertSays("sennit-transport-unix", failure);
    }

    @Test
    void moreThanTheQueueHoldsWaitUntilTheyAreLetIn() throws Exception {
        List<Deferred<Echo>> connecting = new ArrayList<>();
        try (ServerSocketChannel slow = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            slow.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 8; i++) {
                connecting.add(reactor.connect(UnixAddress.of(path), ConnectOptions.DEFAULT, Echo::new));
            }
            List<SocketChannel> accepted = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                accepted.add(slow.accept());
            }
            for (Deferred<Echo> each : connecting) {
                each.await(LIMIT).transport().abort();
            }
            for (SocketChannel each : accepted) {
                each.close();
            }
        }
    }
}

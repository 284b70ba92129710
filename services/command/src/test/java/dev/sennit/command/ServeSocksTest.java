package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sennit serve socks}, used by the JDK's own SOCKS client. */
@Timeout(60)
final class ServeSocksTest {
    private final NioReactor reactor = new NioReactor();
    private final TestWorld world = new TestWorld(reactor);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder.
    ServeSocksTest() {}

    @AfterEach
    void closeReactor() {
        world.close();
    }

    private record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    private InetSocketAddress echo() throws InterruptedException {
        Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                .await();
        return ((TcpAddress) listener.address()).toSocketAddress();
    }

    private Proxy serve(String... options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("serve", "socks", "tcp4:0:interface=127.0.0.1"));
        arguments.addAll(List.of(options));
        running = world.start(arguments.toArray(String[]::new));
        String line = world.out.awaitLines(1).get(0);
        int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        return new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private CompletableFuture<Integer> running = new CompletableFuture<>();

    private void stop() throws Exception {
        world.signal("TERM", 15);
        assertEquals(0, running.get(TestWorld.DEADLINE.toSeconds(), TimeUnit.SECONDS));
    }

    private static String echoed(Proxy proxy, InetSocketAddress to) throws IOException {
        try (Socket socket = new Socket(proxy)) {
            socket.connect(to);
            socket.getOutputStream().write("ahoy".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void opensWhatIsAllowed() throws Exception {
        Proxy proxy = serve("--allow=127.0.0.0/8");
        InetSocketAddress echo = echo();
        assertEquals("ahoy", echoed(proxy, echo));
        assertEquals("ahoy", echoed(proxy, InetSocketAddress.createUnresolved("localhost", echo.getPort())));
        stop();
    }

    @Test
    void doesNotLeadToThisMachineUnlessToldTo() throws Exception {
        Proxy proxy = serve();
        InetSocketAddress echo = echo();
        assertThrows(SocketException.class, () -> echoed(proxy, echo));
        assertThrows(
                SocketException.class,
                () -> echoed(proxy, InetSocketAddress.createUnresolved("localhost", echo.getPort())));
        stop();
    }

    @Test
    void wantsALoginWhereThereAreUsers() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "# who may\nbob:hunter2\n");
        Proxy proxy = serve("--users=" + users, "--allow=127.0.0.0/8");
        InetSocketAddress echo = echo();
        assertThrows(SocketException.class, () -> echoed(proxy, echo));
        stop();
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() {
        assertEquals(2, world.run("serve", "socks", "tcp:0", "--user=bob"));
        assertTrue(world.errors.text().contains("--user and --password go together"), world.errors::text);
    }

    @Test
    void neverShowsAPasswordInAMistake() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "bob:hunter2\nhunter3\n");
        assertEquals(2, world.run("serve", "socks", "tcp:0", "--users=" + users));
        assertTrue(world.errors.text().contains("line 2 is not NAME:PASSWORD"), world.errors::text);
        assertFalse(world.errors.text().contains("hunter"), world.errors::text);
    }

    @Test
    void pointsAtAWrongRule() {
        assertEquals(2, world.run("serve", "socks", "tcp:0", "--allow=10.0.0.0/8,a b"));
        assertTrue(world.errors.text().contains("a network, a name or *"), world.errors::text);
    }
}

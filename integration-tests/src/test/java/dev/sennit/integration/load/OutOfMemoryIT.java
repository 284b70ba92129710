package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.Program;
import dev.sennit.transport.TcpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose heap is exhausted ends in good order: it neither hangs nor keeps sockets that nobody serves. Its memory budget
 * does not prevent that here, since it is off, or other code holds half of the heap.
 */
class OutOfMemoryIT {
    private static final Duration LOOK = Duration.ofMillis(20);
    /** The server holds 64 to 128 KiB for each: twice a heap of 32 MiB at least. */
    private static final int READERS = 1000;
    /** A record of 16 KiB that begins a client's hello; its last bytes never come. */
    private static final byte[] UNFINISHED =
            Arrays.copyOf(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 0xfc, 3, 3}, 16000);

    private final ByteBuffer bulk = ByteBuffer.allocateDirect(64 * 1024);
    private final List<SocketChannel> peers = new ArrayList<>();

    @AfterEach
    void closePeers() throws IOException {
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }

    @Test
    void theCommandEndsWithStatus3WhenReadersWhoNeverReadExhaustASmallHeap() throws IOException {
        assertEndsWithStatus3("32m", READERS, true, "serve", "echo", "tcp:0:interface=127.0.0.1");
    }

    @Test
    void theCommandEndsWithStatus3WhenReadersWhoNeverReadExhaustAMediumHeap() throws IOException {
        assertEndsWithStatus3("128m", 2500, true, "serve", "echo", "tcp:0:interface=127.0.0.1:backlog=1000");
    }

    @Test
    void theCommandEndsWithStatus3WhenUnfinishedHandshakesExhaustItsHeap(@TempDir Path folder) throws IOException {
        IssuedCertificate server = CertificateAuthority.create().issue(CertificateSpec.server("localhost"));
        Path file = Files.writeString(folder.resolve("server.pem"), server.chainPem() + server.keyPem());
        String door = "tls:0:interface=127.0.0.1:handshakeTimeout=5m:cert=" + file;
        assertEndsWithStatus3("64m", 4000, false, "serve", "echo", door);
    }

    @Test
    void aReactorClosesAllItsSocketsAndSaysThatItHasEnded() throws IOException {
        try (Program server = ChildJvm.startWithHeap("32m", OutOfMemoryMain.class)) {
            connect(Integer.parseInt(server.lineAfter("listening on ")), READERS);
            while (!server.endsWithin(LOOK)) {
                peers.removeIf(peer -> !isOpenAfterWriting(peer));
            }
            String why = server.lineAfter("ended for ");
            assertTrue(why.startsWith("java.lang.OutOfMemoryError: "), why);
            assertEquals(0, server.exitCode());
        }
    }

    private void assertEndsWithStatus3(String heap, int count, boolean writes, String... command) throws IOException {
        try (Program server = ChildJvm.startWithHeap(heap, HalfHeapMain.class, (Object[]) command)) {
            String line = server.lineWith("echo is listening on ");
            int port = Integer.parseInt(line.replaceAll(".*:(\\d+)$", "$1"));
            connect(port, count);
            while (!server.endsWithin(LOOK)) {
                if (writes) {
                    peers.removeIf(peer -> !isOpenAfterWriting(peer));
                }
            }
            assertEquals(3, server.exitCode(), server::errors);
            assertTrue(server.errors().contains("sennit: error: out of memory; the process ends"), server::errors);
        }
    }

    private void connect(int port, int count) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(TcpAddress.loopback(port).ip(), port);
        for (int i = 0; i < count; i++) {
            try {
                SocketChannel peer = SocketChannel.open(address);
                peers.add(peer);
                peer.write(ByteBuffer.wrap(UNFINISHED));
                peer.configureBlocking(false);
            } catch (IOException endedMeanwhile) {
                return;
            }
        }
    }

    /** Writes what the peer takes; false if the connection has ended. */
    private boolean isOpenAfterWriting(SocketChannel peer) {
        try {
            peer.write(bulk.clear());
            return true;
        } catch (IOException ended) {
            return false;
        }
    }
}

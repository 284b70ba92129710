package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.Program;
import dev.sennit.transport.TcpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        String server = UnfinishedHandshake.patientServer(CertificateAuthority.create(), folder);
        assertEndsWithStatus3("64m", 4000, false, "serve", "echo", server);
    }

    @Test
    void aReactorClosesAllItsSocketsAndSaysThatItHasEnded() throws IOException {
        try (Program server = ChildJvm.startWithHeap("32m", OutOfMemoryMain.class)) {
            connect(server.portAfter("listening on "), READERS);
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
            int port = server.portAfter("echo is listening on ");
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
                peer.write(ByteBuffer.wrap(UnfinishedHandshake.bytes()));
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

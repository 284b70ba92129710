package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.error.ConnectFailedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixPathContractTest extends UnixSocketsContract {
    private final Path home;
    private final List<AutoCloseable> open = new ArrayList<>();

    UnixPathContractTest(@TempDir Path home) {
        this.home = home;
    }

    @Override
    protected String server() {
        return "unix:" + home.resolve("contract.sock");
    }

    @AfterEach
    void closeTheFullServer() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** A server that lets nobody in, and whose queue is full. */
    private Path fullServer() {
        Path path = home.resolve("full.sock");
        try {
            ServerSocketChannel full =
                    ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 1);
            open.add(full);
            boolean more = true;
            while (more) {
                SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
                open.add(waiting);
                waiting.configureBlocking(false);
                try {
                    waiting.connect(UnixDomainSocketAddress.of(path));
                } catch (IOException queueIsFull) {
                    more = false;
                }
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return path;
    }

    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        return Map.of("waiting for a place in the queue", clients().client("unix:" + fullServer()));
    }

    @Test
    void theTimeoutEndsTheWaitForAPlaceInTheQueue() {
        var connecting =
                clients().client("unix:" + fullServer() + ":timeout=100ms").connect(Witness.collecting());
        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> waits().await(connecting));
        assertEquals(ConnectFailedException.Kind.TIMED_OUT, failure.kind());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("the accept queue of the server had no room within 100ms"), message);
    }
}

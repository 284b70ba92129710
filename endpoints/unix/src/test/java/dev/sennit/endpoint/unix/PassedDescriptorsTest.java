package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand at the number that {@code fd} and {@code systemd} are given. */
@EnabledOnOs(OS.LINUX)
class PassedDescriptorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PID = 77;

    private final NioReactor reactor = new NioReactor();
    private final EndpointContext context = EndpointContext.on(reactor);

    @AfterEach
    void endReactor() {
        reactor.close();
    }

    @Test
    void aSocketOfTcpIsListenedOnTwiceInARow() throws Exception {
        try (PassedOn passed = PassedOn.listeningOnTcp()) {
            InetSocketAddress address = (InetSocketAddress) passed.tcpAddress();
            for (int round = 0; round < 2; round++) {
                Listener listener = context.server("fd:" + passed.number())
                        .listen(Witness.echoing())
                        .await(LIMIT);
                assertEquals(TcpAddress.of(address), listener.address());
                try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                    client.setSoTimeout((int) LIMIT.toMillis());
                    client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                    assertArrayEquals(
                            "hello".getBytes(StandardCharsets.US_ASCII),
                            client.getInputStream().readNBytes(5));
                }
                listener.close().await(LIMIT);
            }
        }
    }

    private enum Thing {
        FILE,
        DATAGRAMS,
        BOUND,
        CLOSED;

        PassedOn open() throws IOException {
            return switch (this) {
                case FILE -> PassedOn.file(Path.of("/dev/null"));
                case DATAGRAMS -> PassedOn.datagrams();
                case BOUND -> PassedOn.boundOnly();
                case CLOSED -> closed();
            };
        }

        /** With a number far above those of the process: one that was just closed is soon another's. */
        private static PassedOn closed() throws IOException {
            PassedOn file = PassedOn.file(Path.of("/dev/null"));
            file.close();
            return new PassedOn(file.channel(), file.number() + 500);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "FILE, it is not a socket",
        "DATAGRAMS, 'it is a socket, but not one for streams'",
        "BOUND, it is a socket that does not listen",
        "CLOSED, descriptor NUMBER is not open",
    })
    void whatDoesNotListenIsSaid(Thing thing, String said) throws Exception {
        try (PassedOn passed = thing.open()) {
            String problem = said.replace("NUMBER", "" + passed.number());
            String fd = "fd:" + passed.number();
            assertFails(context.server(fd), "cannot listen on " + fd + ": " + problem);
            int count = passed.number() - 2;
            String place = "systemd:index=" + (count - 1);
            Map<String, String> environment = Map.of("LISTEN_PID", "" + PID, "LISTEN_FDS", "" + count);
            assertFails(systemd(environment).server(place), "cannot listen on " + place + ": " + problem);
            assertEquals(thing != Thing.CLOSED, passed.channel().isOpen());
        }
    }

    private EndpointContext systemd(Map<String, String> environment) {
        return context.withRegistry(EndpointRegistry.of(List.of(new SystemdServerType(environment, PID))));
    }

    private static void assertFails(ServerEndpoint server, String message) {
        Deferred<Listener> listening = server.listen(Witness.echoing());
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
        assertEquals(message, failure.getMessage());
        assertEquals(ListenFailedException.Kind.UNSUPPORTED, failure.kind());
    }

    @Test
    void systemdWithoutItsEnvironmentIsSaid() {
        ServerEndpoint server = systemd(Map.of()).server("systemd:index=0");
        Deferred<Listener> listening = server.listen(Witness.echoing());
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> listening.await(LIMIT));
        assertTrue(String.valueOf(failure.getMessage()).contains("no sockets were passed to this process"));
        assertEquals(ListenFailedException.Kind.NO_SUCH_ADDRESS, failure.kind());
    }
}

package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.nio.NioReactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process without sennit-transport-unix, whose reactor was told nothing; says which sockets it has found. */
final class Alone {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Alone() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sennit-");
        try (NioReactor reactor = new NioReactor()) {
            UnixAddress path = UnixAddress.of(folder.resolve("x"));
            var unused = reactor.listen(path, ListenOptions.DEFAULT, transport -> new Refusal("not asked for"))
                    .await(LIMIT);
            Optional<PeerCredentials> peer = reactor.connect(
                            path, ConnectOptions.DEFAULT, transport -> new Asking(transport))
                    .await(LIMIT)
                    .peer();
            System.out.println("stream: " + peer.isPresent());
            try {
                reactor.bind(UnixAddress.of(folder.resolve("y")), DatagramOptions.DEFAULT, end -> (data, from) -> {})
                        .await(LIMIT);
                System.out.println("datagrams: done");
            } catch (NetworkException failure) {
                System.out.println("datagrams: " + failure.getMessage());
            }
        }
        Files.deleteIfExists(folder.resolve("x.lock"));
        Files.deleteIfExists(folder.resolve("y.lock"));
        Files.delete(folder);
    }

    /** Asks at once, since the listener's end may go at any moment. */
    private record Asking(Transport transport, Optional<PeerCredentials> peer)
            implements dev.sennit.transport.Protocol {
        Asking(Transport transport) {
            this(transport, transport.feature(PeerCredentials.class));
        }

        @Override
        public void dataReceived(java.nio.ByteBuffer data) {}
    }
}

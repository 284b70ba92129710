package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.layer.Tls;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our side: where TLS is put over TCP, servers and clients alike. */
final class OurTls implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final NioReactor reactor = new NioReactor();

    /** Opens a server. */
    Server serve(String address, TlsServer wanted, ProtocolFactory<?> factory) throws InterruptedException {
        BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        Listener listener = reactor.listen(
                        TcpAddress.of(address, 0),
                        ListenOptions.DEFAULT,
                        factory.through(() -> new Witness(seen::add)).through(Tls.server(wanted)))
                .await(LIMIT);
        return new Server(listener, seen);
    }

    /** Makes a client, which keeps sessions from one connection to the next. */
    Client client(TlsClient wanted) {
        return new Client(Tls.client(wanted), new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        reactor.close();
    }

    private static Seen next(BlockingQueue<Seen> seen) throws InterruptedException {
        Seen next = seen.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(next, "our side saw no connection end in " + LIMIT);
        return next;
    }

    /** A server that listens. */
    record Server(Listener listener, BlockingQueue<Seen> seen) implements AutoCloseable {
        int port() {
            return ((TcpAddress) listener.address()).port();
        }

        /** Waits for the next end of a connection. */
        Seen next() throws InterruptedException {
            return OurTls.next(seen);
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    /** A client for any number of connections, one at a time. */
    final class Client {
        private final Tls tls;
        private final BlockingQueue<Seen> seen;

        private Client(Tls tls, BlockingQueue<Seen> seen) {
            this.tls = tls;
            this.seen = seen;
        }

        /** Connects and returns at once; the end is the next one seen. */
        <P extends Protocol> void connect(TcpAddress address, ProtocolFactory<P> factory) {
            reactor.connect(
                            address,
                            ConnectOptions.DEFAULT,
                            factory.through(() -> new Witness(seen::add)).through(tls))
                    .exceptionally(seenByTheWitness -> null);
        }

        /** Waits for the next end of a connection. */
        Seen next() throws InterruptedException {
            return OurTls.next(seen);
        }
    }
}

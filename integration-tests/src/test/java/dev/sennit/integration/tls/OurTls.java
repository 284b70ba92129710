package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.layer.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our side: where TLS is put over TCP, servers and clients alike. */
final class OurTls implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Manner manner;
    private final NioReactor reactor = new NioReactor();

    OurTls() {
        this(Manner.CODE);
    }

    OurTls(Manner manner) {
        this.manner = manner;
    }

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

    /** Opens a server in this side's manner. */
    Server serve(String address, OurServer wanted, Keys keys, ProtocolFactory<?> factory)
            throws IOException, InterruptedException {
        if (manner == Manner.CODE) {
            return serve(address, wanted.tls(keys), factory);
        }
        BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        Listener listener = EndpointContext.on(reactor)
                .server(wanted.endpoint(keys, address))
                .listen(factory.through(() -> new Witness(seen::add)))
                .await(LIMIT);
        return new Server(listener, seen);
    }

    /** Makes a client, which keeps sessions from one connection to the next. */
    Client client(TlsClient wanted) {
        Tls tls = Tls.client(wanted);
        return new Client((address, factory) -> reactor.connect(address, ConnectOptions.DEFAULT, factory.through(tls)));
    }

    /** Makes a client in this side's manner. */
    Client client(OurClient wanted, Keys keys) {
        return manner == Manner.CODE
                ? client(wanted.tls())
                : new Client((address, factory) -> EndpointContext.on(reactor)
                        .client(wanted.endpoint(keys, address))
                        .connect(factory));
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

    /** The way to a server, with TLS. */
    private interface Way {
        Deferred<?> connect(TcpAddress address, ProtocolFactory<?> factory) throws IOException;
    }

    /** A client for any number of connections, one at a time. */
    static final class Client {
        private final Way way;
        private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

        private Client(Way way) {
            this.way = way;
        }

        /** Connects and returns at once; the end is the next one seen. */
        void connect(TcpAddress address, ProtocolFactory<?> factory) throws IOException {
            way.connect(address, factory.through(() -> new Witness(seen::add))).exceptionally(seenByTheWitness -> null);
        }

        /** Waits for the next end of a connection. */
        Seen next() throws InterruptedException {
            return OurTls.next(seen);
        }
    }
}

package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Our side: servers and clients of TLS over TCP. */
public final class OurTls implements AutoCloseable {
    /** How long a test waits for a connection's end at the most. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final ConfiguredBy how;
    private final NioReactor reactor = new NioReactor();

    /** Makes our side, configured in Java. */
    public OurTls() {
        this(ConfiguredBy.CODE);
    }

    /** Makes our side, configured in one of two ways. */
    public OurTls(ConfiguredBy how) {
        this.how = how;
    }

    /** Opens a server. */
    public Server serve(String address, TlsServerConfig wanted, ProtocolFactory<?> factory)
            throws InterruptedException {
        BlockingQueue<ConnectionResult> results = new LinkedBlockingQueue<>();
        Listener listener = reactor.listen(
                        TcpAddress.of(address, 0),
                        ListenOptions.DEFAULT,
                        factory.through(() -> new ResultLayer(results::add)).through(TlsContext.server(wanted)))
                .await(LIMIT);
        return new Server(listener, results);
    }

    /** Opens a server, in the way that this side is configured. */
    public Server serve(String address, OurServer wanted, Keys keys, ProtocolFactory<?> factory)
            throws IOException, InterruptedException {
        if (how == ConfiguredBy.CODE) {
            return serve(address, wanted.tls(keys), factory);
        }
        BlockingQueue<ConnectionResult> results = new LinkedBlockingQueue<>();
        Listener listener = EndpointContext.on(reactor)
                .server(wanted.endpoint(keys, address))
                .listen(factory.through(() -> new ResultLayer(results::add)))
                .await(LIMIT);
        return new Server(listener, results);
    }

    /** Makes a client, which keeps sessions from one connection to the next. */
    public Client client(TlsClientConfig wanted) {
        TlsContext tls = TlsContext.client(wanted);
        return new Client((address, factory) -> reactor.connect(address, ConnectOptions.DEFAULT, factory.through(tls)));
    }

    /** Makes a client, in the way that this side is configured. */
    public Client client(OurClient wanted, Keys keys) {
        return how == ConfiguredBy.CODE
                ? client(wanted.tls())
                : new Client((address, factory) -> EndpointContext.on(reactor)
                        .client(wanted.endpoint(keys, address))
                        .connect(factory));
    }

    @Override
    public void close() {
        reactor.close();
    }

    private static ConnectionResult next(BlockingQueue<ConnectionResult> results) throws InterruptedException {
        ConnectionResult next = results.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(next, "our side saw no connection end in " + LIMIT);
        return next;
    }

    /** A server that listens. */
    public record Server(Listener listener, BlockingQueue<ConnectionResult> results) implements AutoCloseable {
        /** Returns the port that it listens on. */
        public int port() {
            return ((TcpAddress) listener.address()).port();
        }

        /** Waits for the end of the next connection. */
        public ConnectionResult next() throws InterruptedException {
            return OurTls.next(results);
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    /** Connects to a server, with TLS. */
    private interface Connector {
        Deferred<?> connect(TcpAddress address, ProtocolFactory<?> factory) throws IOException;
    }

    /** A client for any number of connections, one at a time. */
    public static final class Client {
        private final Connector connector;
        private final BlockingQueue<ConnectionResult> results = new LinkedBlockingQueue<>();

        private Client(Connector connector) {
            this.connector = connector;
        }

        /** Connects and returns at once; {@link #next} returns how it went. */
        public void connect(TcpAddress address, ProtocolFactory<?> factory) throws IOException {
            connector
                    .connect(address, factory.through(() -> new ResultLayer(results::add)))
                    .exceptionally(reportedByTheLayer -> null);
        }

        /** Waits for the end of the next connection. */
        public ConnectionResult next() throws InterruptedException {
            return OurTls.next(results);
        }
    }
}

package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.endpoint.tls.TlsEndpoint.Engine;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * TLS endpoints put together in code:
 *
 * <pre>{@code
 * Endpoints.server(TlsEndpoint.server(443).cert(chain).key(key)).listen(Echo::new);
 * Endpoints.client(TlsEndpoint.client("inner.example", 443).over(TlsEndpoint.client("outer.example", 443)))
 *         .connect(Hello::new);
 * }</pre>
 */
public final class TlsEndpoint {
    private TlsEndpoint() {}

    /** The implementations of TLS. */
    public enum Engine {
        /** BouncyCastle's. */
        BC,
        /** The JDK's. */
        JDK
    }

    /**
     * Names a TCP port to listen on: {@code tls:PORT}.
     *
     * @param port 0 to 65535; 0 picks a free one
     */
    public static Server server(int port) {
        return new Server(Arguments.of(TlsServerType.SCHEMA).with(TlsServerType.PORT, port));
    }

    /** Listens over another endpoint: {@code tls:over=[…]}. */
    public static Server serverOver(ServerSpec endpoint) {
        return new Server(Arguments.of(TlsServerType.SCHEMA)).over(endpoint);
    }

    /**
     * Names a host and a port to connect to: {@code tls:HOST:PORT}.
     *
     * @param host a name or an IP address literal, an IPv6 one without brackets
     * @param port 1 to 65535
     */
    public static Client client(String host, int port) {
        return new Client(
                Arguments.of(TlsClientType.SCHEMA).with(TcpArguments.HOST, host).with(TcpArguments.PORT, port));
    }

    /** A TLS server; each method returns a changed copy. */
    public static final class Server extends TlsSpec<Server> implements ServerSpec {
        Server(Arguments arguments) {
            super(arguments, Server::new);
        }

        /**
         * Shows the certificate in this PEM or PKCS#12 file, with its issuers; watched for changes. By default it is one for
         * development.
         */
        public Server cert(Path file) {
            return with(TlsServerType.CERT, file);
        }

        /** Takes the certificate's issuers from this PEM file. */
        public Server chain(Path file) {
            return with(TlsServerType.CHAIN, file);
        }

        /** Selects the certificate out of the files of this directory, by the name that a client asks for. */
        public Server sni(Path directory) {
            return with(TlsServerType.SNI, directory);
        }

        /** Requests certificates of clients, issued by the authorities in these PEM files or directories; watched for changes. */
        public Server clientCa(Path... files) {
            return with(TlsServerType.CLIENT_CA, List.of(files));
        }

        /** Sets whether clients show a certificate: by default {@code NEED} if {@link #clientCa} is set, else {@code NONE}. */
        public Server clientAuth(ClientAuthentication value) {
            return with(TlsServerType.CLIENT_AUTH, value);
        }

        /** Limits the time of a handshake. */
        public Server handshakeTimeout(Duration value) {
            return with(TlsServerType.HANDSHAKE_TIMEOUT, value);
        }

        /**
         * Asks these files of revocation lists, in PEM or DER, about clients' certificates; watched for changes. Only
         * beside {@link #clientCa}.
         */
        public Server crl(Path... files) {
            return with(TlsArguments.CRL, List.of(files));
        }

        /** Reads the private key from this PEM file; by default from the file of {@link #cert}. */
        public Server key(Path file) {
            return with(TlsServerType.KEY, file);
        }

        /** Listens on this local IP address or host name only; not beside {@link #over}. */
        public Server onInterface(String host) {
            return with(TcpArguments.INTERFACE, host);
        }

        /** Lets this many connections wait to be accepted, 1 to 65535; not beside {@link #over}. */
        public Server backlog(int connections) {
            return with(TcpArguments.BACKLOG, connections);
        }

        /** Shares the port with other processes (SO_REUSEPORT); not beside {@link #over}. */
        public Server reusePort(boolean value) {
            return with(TcpArguments.REUSE_PORT, value);
        }

        /** Sends small writes at once, or gathers them (TCP_NODELAY); not beside {@link #over}. */
        public Server noDelay(boolean value) {
            return with(TcpArguments.NO_DELAY, value);
        }

        /** Probes idle peers (SO_KEEPALIVE); not beside {@link #over}. */
        public Server keepAlive(boolean value) {
            return with(TcpArguments.KEEP_ALIVE, value);
        }

        /** Runs over this endpoint, in place of TCP; the port then only appears in messages. */
        public Server over(ServerSpec endpoint) {
            return with(TlsServerType.OVER, endpoint.arguments());
        }
    }

    /** A TLS client, which checks the server's certificate and name; each method returns a changed copy. */
    public static final class Client extends TlsSpec<Client> implements ClientSpec {
        Client(Arguments arguments) {
            super(arguments, Client::new);
        }

        /** Sends this name to the server, and wants it in the server's certificate; the host by default. */
        public Client sni(String name) {
            return with(TlsClientType.SNI, name);
        }

        /**
         * Trusts the authorities in these PEM files or directories. By default, and without arguments, those of the platform are
         * trusted.
         */
        public Client trust(Path... files) {
            return with(TlsClientType.TRUST, List.of(files));
        }

        /** Wants one of these keys in the server's path, each as {@code sha256/} and the Base64 of its SHA-256. */
        public Client pin(String... keys) {
            return with(TlsClientType.PIN, List.of(keys));
        }

        /** Accepts every certificate, for tests: an attacker on the way can read and change everything. */
        public Client insecure(boolean value) {
            return with(TlsClientType.INSECURE, value);
        }

        /** Shows the certificate in this PEM or PKCS#12 file, with its issuers, if the server requests one. */
        public Client cert(Path file) {
            return with(TlsClientType.CERT, file);
        }

        /**
         * Limits the wait until the connection is open, looking the name up, the way there and the handshake included. 30
         * s by default, or the time of the endpoint that this one is part of.
         */
        public Client timeout(Duration value) {
            return with(TcpArguments.TIMEOUT, value);
        }

        /**
         * Asks these files of revocation lists, in PEM or DER, about the server's certificate; read again when they
         * change.
         */
        public Client crl(Path... files) {
            return with(TlsArguments.CRL, List.of(files));
        }

        /** Reads the private key from this PEM file; by default from the file of {@link #cert}. */
        public Client key(Path file) {
            return with(TlsArguments.KEY, file);
        }

        /** Comes from this local IP address; not beside {@link #via} or {@link #over}. */
        public Client bind(String ip) {
            return with(TcpArguments.BIND, ip);
        }

        /** Pauses so long before the next address of a name is tried as well; not beside {@link #via} or {@link #over}. */
        public Client attemptDelay(Duration value) {
            return with(TcpArguments.ATTEMPT_DELAY, value);
        }

        /** Sends small writes at once, or gathers them (TCP_NODELAY); not beside {@link #via} or {@link #over}. */
        public Client noDelay(boolean value) {
            return with(TcpArguments.NO_DELAY, value);
        }

        /** Probes an idle peer (SO_KEEPALIVE); not beside {@link #via} or {@link #over}. */
        public Client keepAlive(boolean value) {
            return with(TcpArguments.KEEP_ALIVE, value);
        }

        /** Reaches the host by a hop, or by a client endpoint that leads there already; not beside {@link #over}. */
        public Client via(HopSpec hop) {
            return with(HopType.VIA, hop.arguments());
        }

        /** Runs over this endpoint, in place of TCP to the host and port; not beside {@link #via}. */
        public Client over(ClientSpec endpoint) {
            return with(TlsClientType.OVER, endpoint.arguments());
        }
    }

    /**
     * The arguments that TLS servers and clients have in common.
     *
     * @param <S> the type of the changed copies
     */
    abstract static class TlsSpec<S extends TlsSpec<S>> extends EndpointSpec<S> {
        TlsSpec(Arguments arguments, Function<Arguments, S> copy) {
            super(arguments, copy);
        }

        /** Decrypts the private key with this password, which is never shown. */
        public final S keyPassword(String password) {
            return with(TlsArguments.KEY_PASSWORD, new Secret(password));
        }

        /** Negotiates one of these application protocols, best first; none by default. */
        public final S alpn(String... protocols) {
            return with(TlsArguments.ALPN, List.of(protocols));
        }

        /** Speaks these versions of TLS and those between, 1.2 to 1.3 by default. */
        public final S versions(TlsVersion oldest, TlsVersion newest) {
            return with(TlsArguments.MIN_VERSION, oldest).with(TlsArguments.MAX_VERSION, newest);
        }

        /** Limits what the peer may send before the handshake is done. */
        public final S handshakeLimit(long bytes) {
            return with(TlsArguments.HANDSHAKE_LIMIT, bytes);
        }

        /** Limits the peer's Certificate message; with {@link Engine#BC} only. */
        public final S certificateLimit(long bytes) {
            return with(TlsArguments.CERTIFICATE_LIMIT, bytes);
        }

        /** Limits the CertificateRequest message that a client takes and a server sends; with {@link Engine#BC} only. */
        public final S certificateRequestLimit(long bytes) {
            return with(TlsArguments.CERTIFICATE_REQUEST_LIMIT, bytes);
        }

        /** Limits a handshake message of any other type; with {@link Engine#BC} only. */
        public final S messageLimit(long bytes) {
            return with(TlsArguments.MESSAGE_LIMIT, bytes);
        }

        /** Limits the peer's chain; with {@link Engine#BC} only. */
        public final S chainLimit(int certificates) {
            return with(TlsArguments.CHAIN_LIMIT, certificates);
        }

        /**
         * Appends each connection's secrets to this file, for Wireshark: they decrypt its traffic. With {@link Engine#BC} only.
         */
        public final S keyLog(Path file) {
            return with(TlsArguments.KEY_LOG, file);
        }

        /** Sets the implementation of TLS, BouncyCastle by default. */
        public final S engine(Engine value) {
            return with(TlsArguments.ENGINE, value);
        }

        /** Limits each file of {@code crl}: 64 MiB by default, at most 1 GiB. */
        public final S crlLimit(long bytes) {
            return with(TlsArguments.CRL_LIMIT, bytes);
        }
    }
}

package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.tls.ClientAuthentication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A TLS server; each method returns a changed copy. Made by {@link TlsEndpoint}. */
public final class TlsServerSpec extends TlsSpec<TlsServerSpec> implements ServerSpec {
    TlsServerSpec(Arguments arguments) {
        super(arguments);
    }

    @Override
    TlsServerSpec of(Arguments arguments) {
        return new TlsServerSpec(arguments);
    }

    /**
     * Shows the certificate in this PEM or PKCS#12 file, with its issuers; watched for changes. By default it is one for
     * development.
     */
    public TlsServerSpec cert(Path file) {
        return with(TlsServerType.CERT, file);
    }

    /** Takes the certificate's issuers from this PEM file. */
    public TlsServerSpec chain(Path file) {
        return with(TlsServerType.CHAIN, file);
    }

    /** Selects the certificate out of the files of this directory, by the name that a client asks for. */
    public TlsServerSpec sni(Path directory) {
        return with(TlsServerType.SNI, directory);
    }

    /** Requests certificates of clients, issued by the authorities in these PEM files or directories; watched for changes. */
    public TlsServerSpec clientCa(Path... files) {
        return with(TlsServerType.CLIENT_CA, List.of(files));
    }

    /** Sets whether clients show a certificate: by default {@code NEED} if {@link #clientCa} is set, else {@code NONE}. */
    public TlsServerSpec clientAuth(ClientAuthentication value) {
        return with(TlsServerType.CLIENT_AUTH, value);
    }

    /** Limits the time of a handshake. */
    public TlsServerSpec handshakeTimeout(Duration value) {
        return with(TlsServerType.HANDSHAKE_TIMEOUT, value);
    }

    /**
     * Asks these files of revocation lists, in PEM or DER, about clients' certificates; watched for changes. Only
     * beside {@link #clientCa}.
     */
    public TlsServerSpec crl(Path... files) {
        return with(TlsArguments.CRL, List.of(files));
    }

    /** Reads the private key from this PEM file; by default from the file of {@link #cert}. */
    public TlsServerSpec key(Path file) {
        return with(TlsServerType.KEY, file);
    }

    /** Listens on this local IP address or host name only; not beside {@link #over}. */
    public TlsServerSpec onInterface(String host) {
        return with(TcpArguments.INTERFACE, host);
    }

    /** Lets this many connections wait to be accepted, 1 to 65535; not beside {@link #over}. */
    public TlsServerSpec backlog(int connections) {
        return with(TcpArguments.BACKLOG, connections);
    }

    /** Shares the port with other processes (SO_REUSEPORT); not beside {@link #over}. */
    public TlsServerSpec reusePort(boolean value) {
        return with(TcpArguments.REUSE_PORT, value);
    }

    /** Sends small writes at once, or gathers them (TCP_NODELAY); not beside {@link #over}. */
    public TlsServerSpec noDelay(boolean value) {
        return with(TcpArguments.NO_DELAY, value);
    }

    /** Probes idle peers (SO_KEEPALIVE); not beside {@link #over}. */
    public TlsServerSpec keepAlive(boolean value) {
        return with(TcpArguments.KEEP_ALIVE, value);
    }

    /** Runs over this endpoint, in place of TCP; the port then only appears in messages. */
    public TlsServerSpec over(ServerSpec endpoint) {
        return with(TlsServerType.OVER, endpoint.arguments());
    }
}

package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.HopSpec;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A TLS client, which checks the server's certificate and name; each method returns a changed copy. Made by {@link TlsEndpoint}. */
public final class TlsClientSpec extends TlsSpec<TlsClientSpec> implements ClientSpec {
    TlsClientSpec(Arguments arguments) {
        super(arguments);
    }

    @Override
    TlsClientSpec of(Arguments arguments) {
        return new TlsClientSpec(arguments);
    }

    /** Sends this name to the server, and wants it in the server's certificate; the host by default. */
    public TlsClientSpec sni(String name) {
        return with(TlsClientType.SNI, name);
    }

    /**
     * Trusts the authorities in these PEM files or directories. By default, and without arguments, those of the platform are
     * trusted.
     */
    public TlsClientSpec trust(Path... files) {
        return with(TlsClientType.TRUST, List.of(files));
    }

    /** Wants one of these keys in the server's path, each as {@code sha256/} and the Base64 of its SHA-256. */
    public TlsClientSpec pin(String... keys) {
        return with(TlsClientType.PIN, List.of(keys));
    }

    /** Accepts every certificate, for tests: an attacker on the way can read and change everything. */
    public TlsClientSpec insecure(boolean value) {
        return with(TlsClientType.INSECURE, value);
    }

    /** Shows the certificate in this PEM or PKCS#12 file, with its issuers, if the server requests one. */
    public TlsClientSpec cert(Path file) {
        return with(TlsClientType.CERT, file);
    }

    /**
     * Limits the wait until the connection is open, looking the name up, the way there and the handshake included. 30
     * s by default, or the time of the endpoint that this one is part of.
     */
    public TlsClientSpec timeout(Duration value) {
        return with(TcpArguments.TIMEOUT, value);
    }

    /**
     * Asks these files of revocation lists, in PEM or DER, about the server's certificate; read again when they
     * change.
     */
    public TlsClientSpec crl(Path... files) {
        return with(TlsArguments.CRL, List.of(files));
    }

    /** Reads the private key from this PEM file; by default from the file of {@link #cert}. */
    public TlsClientSpec key(Path file) {
        return with(TlsArguments.KEY, file);
    }

    /** Comes from this local IP address; not beside {@link #via} or {@link #over}. */
    public TlsClientSpec bind(String ip) {
        return with(TcpArguments.BIND, ip);
    }

    /** Pauses so long before the next address of a name is tried as well; not beside {@link #via} or {@link #over}. */
    public TlsClientSpec attemptDelay(Duration value) {
        return with(TcpArguments.ATTEMPT_DELAY, value);
    }

    /** Sends small writes at once, or gathers them (TCP_NODELAY); not beside {@link #via} or {@link #over}. */
    public TlsClientSpec noDelay(boolean value) {
        return with(TcpArguments.NO_DELAY, value);
    }

    /** Probes an idle peer (SO_KEEPALIVE); not beside {@link #via} or {@link #over}. */
    public TlsClientSpec keepAlive(boolean value) {
        return with(TcpArguments.KEEP_ALIVE, value);
    }

    /** Reaches the host by a hop, or by a client endpoint that leads there already; not beside {@link #over}. */
    public TlsClientSpec via(HopSpec hop) {
        return with(HopType.VIA, hop.arguments());
    }

    /** Runs over this endpoint, in place of TCP to the host and port; not beside {@link #via}. */
    public TlsClientSpec over(ClientSpec endpoint) {
        return with(TlsClientType.OVER, endpoint.arguments());
    }
}

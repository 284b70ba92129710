package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.endpoint.tls.TlsEndpoint.Engine;
import dev.sennit.tls.TlsVersion;
import java.nio.file.Path;
import java.util.List;

/**
 * The arguments that TLS servers and clients have in common.
 *
 * @param <S> the type of the changed copies
 */
abstract class TlsSpec<S extends TlsSpec<S>> extends EndpointSpec {
    TlsSpec(Arguments arguments) {
        super(arguments);
    }

    /** Returns a copy with these arguments. */
    abstract S of(Arguments arguments);

    final <T> S with(Argument<T> argument, T value) {
        return of(arguments().with(argument, value));
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
        return of(arguments().with(TlsArguments.MIN_VERSION, oldest).with(TlsArguments.MAX_VERSION, newest));
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

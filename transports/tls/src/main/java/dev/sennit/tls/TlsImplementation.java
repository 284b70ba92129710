package dev.sennit.tls;

import java.security.Provider;
import java.util.Optional;

/** The implementation of TLS. None registers a security provider for the rest of the program. */
public sealed interface TlsImplementation {
    /** BouncyCastle's protocol with the platform's ciphers: the default. */
    TlsImplementation BOUNCY_CASTLE = new BouncyCastle();

    /** The platform's {@code SSLEngine}. */
    TlsImplementation JDK = new Jsse(Optional.empty());

    /** BouncyCastle's non-blocking protocol, its elliptic curves and ML-KEM, and the platform's ciphers. */
    record BouncyCastle() implements TlsImplementation {}

    /**
     * An {@code SSLEngine}.
     *
     * @param provider the provider of the engine; the platform's choice if empty
     */
    record Jsse(Optional<Provider> provider) implements TlsImplementation {}
}

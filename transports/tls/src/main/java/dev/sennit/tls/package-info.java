/**
 * TLS as a layer like any other: its settings, and the result of a handshake.
 *
 * <pre>
 *   Protocol
 *   Connection
 *   TlsLayer        handshake, records, alerts          dev.sennit.tls.layer
 *     HandshakeState  the handshake, on the loop or on the workers of the reactor
 *     TlsEngine     bytes in, bytes out; two of them:   BouncyCastle's, or any SSLEngine
 *   Carrier         a socket, a memory link, another TLS
 * </pre>
 *
 * <p>{@link dev.sennit.tls.TlsServerConfig} and {@link dev.sennit.tls.TlsClientConfig} configure one side;
 * both have {@link dev.sennit.tls.TlsSettings}, whose defaults are safe. A key with its certificates is a
 * {@code CertifiedKey}, and a {@code Trust} checks the peer's. {@code TlsContext} (package {@code layer}) makes layers of
 * them. The file {@code README.md} of this module says which rules of the RFCs are enforced by whom, and who has chosen each
 * default. Once the handshake is done, {@link dev.sennit.tls.TlsSession} is a feature of the connection.
 */
@NullMarked
package dev.sennit.tls;

import org.jspecify.annotations.NullMarked;

package dev.sennit.tls;

import dev.sennit.transport.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The result of a handshake; a {@linkplain dev.sennit.transport.Transport#feature feature} of each connection with TLS in its
 * stack. With several TLS layers, it is the result of the topmost. Implementations of TLS make it; methods may be added.
 */
public interface TlsSession {
    /** Returns the version. */
    TlsVersion version();

    /** Returns the cipher suite. */
    CipherSuite suite();

    /**
     * Returns the group of the key exchange; empty in a resumed session of TLS 1.2, and if the implementation does not tell the
     * group.
     */
    Optional<NamedGroup> group();

    /** Returns the application protocol, if both sides agreed on one (RFC 7301). */
    Optional<String> alpn();

    /** Returns the name that the client asked for, if it asked for one (RFC 6066, section 3). */
    Optional<String> serverName();

    /** Returns the certificate that this side showed, and its issuers; empty if it showed none. */
    List<X509Certificate> localChain();

    /** Returns the certificate that the peer showed, and its issuers, as they were checked; empty if it showed none. */
    List<X509Certificate> peerChain();

    /** Returns whether the handshake resumed an earlier session. */
    boolean resumed();

    /**
     * Returns the channel binding {@code tls-exporter} (RFC 9266), with which an application ties its messages to this connection;
     * empty if the implementation does not export it.
     */
    Optional<Bytes> channelBinding();
}

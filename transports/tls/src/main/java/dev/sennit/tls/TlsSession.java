package dev.sennit.tls;

import dev.sennit.transport.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a handshake agreed on; a {@linkplain dev.sennit.transport.Transport#feature feature} of each connection with TLS
 * in its stack. Where there are several TLS layers, that of the topmost.
 *
 * @param version the version
 * @param suite the cipher suite
 * @param group the group of the key exchange; empty in a resumed session of TLS 1.2, or where the implementation does not
 *     tell
 * @param alpn the application protocol, if one was agreed on
 * @param serverName the name that the client asked for, if it did
 * @param localChain the certificate that we showed and its issuers; empty if none
 * @param peerChain the certificate that the peer showed and its issuers, as judged; empty if none
 * @param resumed whether it took an earlier session up again
 * @param channelBinding {@code tls-exporter} (RFC 9266), which ties what an application says to this very connection;
 *     empty where the implementation does not tell
 */
public record TlsSession(
        TlsVersion version,
        CipherSuite suite,
        Optional<NamedGroup> group,
        Optional<String> alpn,
        Optional<String> serverName,
        List<X509Certificate> localChain,
        List<X509Certificate> peerChain,
        boolean resumed,
        Optional<Bytes> channelBinding) {
    /** Copies the lists. */
    public TlsSession {
        localChain = List.copyOf(localChain);
        peerChain = List.copyOf(peerChain);
    }
}

package dev.sennit.tls.engine;

import dev.sennit.tls.CipherSuite;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The result of a handshake as an engine reports it. */
public record NegotiatedSession(
        TlsVersion version,
        CipherSuite suite,
        Optional<NamedGroup> group,
        Optional<String> alpn,
        Optional<String> serverName,
        List<X509Certificate> localChain,
        List<X509Certificate> peerChain,
        boolean resumed,
        Optional<Bytes> channelBinding)
        implements TlsSession {
    /** Copies the lists. */
    public NegotiatedSession {
        localChain = List.copyOf(localChain);
        peerChain = List.copyOf(peerChain);
    }
}

package dev.sennit.integration.load;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;

/**
 * A client endpoint with TLS over it, both sides with the default settings and an authority of their own.
 *
 * @param below what carries it
 * @param tls the client's side
 */
record OverTls(ClientEndpoint below, TlsContext tls) implements ClientEndpoint {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();

    static OverTls of(ClientEndpoint below) {
        TlsClientConfig client = TlsClientConfig.of("localhost").withTrust(Trust.of(AUTHORITY.root()));
        return new OverTls(below, TlsContext.client(client));
    }

    /** The server's side under a factory's protocols. */
    static <P extends Protocol> ProtocolFactory<P> serving(ProtocolFactory<P> factory) {
        IssuedCertificate issued = AUTHORITY.issue("localhost");
        return factory.through(TlsContext.server(TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain()))));
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
        return below.connect(factory.through(tls));
    }

    @Override
    public EndpointDescription describe() {
        return below.describe();
    }
}

package dev.sennit.tls;

import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;

/**
 * What the accepting side of TLS wants.
 *
 * @param settings versions, suites, limits
 * @param keys the certificates it shows, chosen by the name that the client asks for
 * @param clientAuthentication whether clients must show a certificate
 * @param clientTrust how clients' certificates are judged; not asked where none is wanted
 */
public record TlsServerConfig(
        TlsSettings settings, KeySelector keys, ClientAuthentication clientAuthentication, Trust clientTrust) {
    /** With these keys, the default settings, and no certificates of clients. */
    public static TlsServerConfig of(KeySelector keys) {
        return new TlsServerConfig(TlsSettings.DEFAULT, keys, ClientAuthentication.NONE, Trust.nobody());
    }

    /** With this identity for every name, the default settings, and no certificates of clients. */
    public static TlsServerConfig of(CertifiedKey identity) {
        return of(KeySelector.of(identity));
    }

    /**
     * The settings' limits as they count for this side: a server that asks for no certificate takes no more bytes for a
     * handshake than for one message.
     */
    public TlsLimits limits() {
        TlsLimits limits = settings.limits();
        return clientAuthentication == ClientAuthentication.NONE
                ? limits.withHandshakeBytes(Math.min(limits.handshakeBytes(), limits.messageBytes()))
                : limits;
    }

    /** The same but for the settings. */
    public TlsServerConfig withSettings(TlsSettings value) {
        return new TlsServerConfig(value, keys, clientAuthentication, clientTrust);
    }

    /** The same, with clients' certificates asked for. */
    public TlsServerConfig withClients(ClientAuthentication authentication, Trust trust) {
        return new TlsServerConfig(settings, keys, authentication, trust);
    }
}

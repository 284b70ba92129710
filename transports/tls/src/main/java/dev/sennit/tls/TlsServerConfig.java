package dev.sennit.tls;

import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.Trust;

/** The configuration of the accepting side of TLS. Immutable: each {@code with} method returns a changed configuration. */
public final class TlsServerConfig {
    private final TlsSettings settings;
    private final KeySelector keys;
    private final ClientAuthentication clientAuthentication;
    private final Trust clientTrust;

    private TlsServerConfig(
            TlsSettings settings, KeySelector keys, ClientAuthentication clientAuthentication, Trust clientTrust) {
        this.settings = settings;
        this.keys = keys;
        this.clientAuthentication = clientAuthentication;
        this.clientTrust = clientTrust;
    }

    /** Returns a configuration with these keys and the default settings, which requests no certificates of clients. */
    public static TlsServerConfig of(KeySelector keys) {
        return new TlsServerConfig(TlsSettings.DEFAULT, keys, ClientAuthentication.NONE, Trust.nobody());
    }

    /** Returns a configuration as {@link #of(KeySelector)}, with one key for every name. */
    public static TlsServerConfig of(CertifiedKey key) {
        return of(KeySelector.of(key));
    }

    /** Returns the versions, cipher suites, limits and other settings. */
    public TlsSettings settings() {
        return settings;
    }

    /** Returns this configuration with other settings. */
    public TlsServerConfig withSettings(TlsSettings value) {
        return new TlsServerConfig(value, keys, clientAuthentication, clientTrust);
    }

    /** Returns what selects the certified key for a connection, by the name that the client asks for. */
    public KeySelector keys() {
        return keys;
    }

    /** Returns whether clients are asked for a certificate, and whether they must show one. */
    public ClientAuthentication clientAuthentication() {
        return clientAuthentication;
    }

    /** Returns what checks the certificates of clients; not used if none is requested. */
    public Trust clientTrust() {
        return clientTrust;
    }

    /** Returns this configuration with clients asked for certificates, or not, and with the trust that checks them. */
    public TlsServerConfig withClients(ClientAuthentication authentication, Trust trust) {
        return new TlsServerConfig(settings, keys, authentication, trust);
    }

    /**
     * Returns the limits of the settings as they count for this side: a server that requests no certificate accepts no more bytes
     * for a whole handshake than for one message.
     */
    public TlsLimits limits() {
        TlsLimits limits = settings.limits();
        return clientAuthentication == ClientAuthentication.NONE
                ? limits.withHandshakeBytes(Math.min(limits.handshakeBytes(), limits.messageBytes()))
                : limits;
    }
}

package dev.sennit.tls;

import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.HostName;
import dev.sennit.x509.trust.Trust;
import java.util.Optional;
import java.util.regex.Pattern;

/** The configuration of the connecting side of TLS. Immutable: each {@code with} method returns a changed configuration. */
public final class TlsClientConfig {
    /** Excludes addresses, mistyped ones too: no name with a colon, or with a number at its end. */
    private static final Pattern SENDABLE = Pattern.compile("(?!.*(:|\\.\\d+$|^\\d+$))[!-~]{1,255}");

    private final TlsSettings settings;
    private final String name;
    private final Trust trust;
    private final Optional<KeySelector> keys;

    private TlsClientConfig(TlsSettings settings, String name, Trust trust, Optional<KeySelector> keys) {
        this.settings = settings;
        this.name = name;
        this.trust = trust;
        this.keys = keys;
    }

    /**
     * Returns a configuration with the default settings and the platform's trust, which shows no certificate.
     *
     * @param name the server's name, a DNS name or an IP address as text. It must be in the server's certificate (RFC 9525), and is
     *     sent to the server unless it is an address (RFC 6066, section 3)
     */
    public static TlsClientConfig of(String name) {
        return new TlsClientConfig(TlsSettings.DEFAULT, name, Trust.platform(), Optional.empty());
    }

    /** Returns the server's name. */
    public String name() {
        return name;
    }

    /**
     * Returns the name as it is sent to the server (RFC 6066, section 3): as A-labels and without its final dot; empty for an IP
     * address. A name that no certificate can have, such as one with an empty label, is sent as it is written if it consists of 1
     * to 255 visible ASCII characters, and else not at all.
     */
    public Optional<String> sentName() {
        try {
            HostName host = HostName.of(name);
            return host.isAddress() ? Optional.empty() : Optional.of(host.text());
        } catch (IllegalArgumentException unusual) {
            String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            return SENDABLE.matcher(bare).matches() ? Optional.of(bare) : Optional.empty();
        }
    }

    /** Returns the versions, cipher suites, limits and other settings. */
    public TlsSettings settings() {
        return settings;
    }

    /** Returns this configuration with other settings. */
    public TlsClientConfig withSettings(TlsSettings value) {
        return new TlsClientConfig(value, name, trust, keys);
    }

    /** Returns what checks the server's certificate. */
    public Trust trust() {
        return trust;
    }

    /** Returns this configuration with another trust. */
    public TlsClientConfig withTrust(Trust value) {
        return new TlsClientConfig(settings, name, value, keys);
    }

    /** Returns what selects the certified key if the server requests a certificate; empty if this side shows none. */
    public Optional<KeySelector> keys() {
        return keys;
    }

    /** Returns this configuration with keys, one of which is shown if the server requests a certificate. */
    public TlsClientConfig withKeys(KeySelector value) {
        return new TlsClientConfig(settings, name, trust, Optional.of(value));
    }
}

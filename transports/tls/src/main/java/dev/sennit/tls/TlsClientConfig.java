package dev.sennit.tls;

import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.HostName;
import dev.sennit.x509.trust.Trust;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the connecting side of TLS wants.
 *
 * @param settings versions, suites, limits
 * @param name the server's name: a DNS name or an IP address as text. Sent (RFC 6066, section 3) unless it is an address,
 *     and looked for in the server's certificate (RFC 9525)
 * @param trust how the server's certificate is judged
 * @param keys the certificates it can show to a server that asks for one; empty for none
 */
public record TlsClientConfig(TlsSettings settings, String name, Trust trust, Optional<KeySelector> keys) {
    /** No address that is written wrongly either: nothing with a colon, nor with a number at the end. */
    private static final Pattern SENDABLE = Pattern.compile("(?!.*(:|\\.\\d+$|^\\d+$))[!-~]{1,255}");

    /** To a server of this name, with the default settings, the platform's trust, and no certificate to show. */
    public static TlsClientConfig of(String name) {
        return new TlsClientConfig(TlsSettings.DEFAULT, name, Trust.platform(), Optional.empty());
    }

    /**
     * The name as it is sent to the server (RFC 6066, section 3): as A-labels and without its final dot; empty for an IP
     * address. What no certificate can name, such as a name with an empty label, is sent as it is written if it consists of
     * 1 to 255 visible ASCII characters, and else not at all.
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

    /** The same but for the settings. */
    public TlsClientConfig withSettings(TlsSettings value) {
        return new TlsClientConfig(value, name, trust, keys);
    }

    /** The same but for the trust. */
    public TlsClientConfig withTrust(Trust value) {
        return new TlsClientConfig(settings, name, value, keys);
    }

    /** The same, with certificates to show. */
    public TlsClientConfig withKeys(KeySelector value) {
        return new TlsClientConfig(settings, name, trust, Optional.of(value));
    }
}

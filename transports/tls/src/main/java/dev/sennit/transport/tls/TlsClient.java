package dev.sennit.transport.tls;

import dev.sennit.transport.tls.identity.Identities;
import dev.sennit.transport.tls.trust.Trust;
import java.net.IDN;
import java.util.Optional;

/**
 * What the connecting side of TLS wants.
 *
 * @param settings versions, suites, limits
 * @param name the server's name: a DNS name or an IP address as text. Sent (RFC 6066, section 3) unless it is an address,
 *     and looked for in the server's certificate (RFC 9525)
 * @param trust how the server's certificate is judged
 * @param identities the certificates it can show to a server that asks for one; empty for none
 */
public record TlsClient(TlsSettings settings, String name, Trust trust, Optional<Identities> identities) {
    /** To a server of this name, with the default settings, the platform's trust, and no certificate to show. */
    public static TlsClient of(String name) {
        return new TlsClient(TlsSettings.DEFAULT, name, Trust.platform(), Optional.empty());
    }

    /** The name as it is sent to the server (RFC 6066, section 3): empty for an IP address. */
    public Optional<String> sentName() {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        boolean address = bare.isEmpty() || bare.contains(":") || Character.isDigit(bare.charAt(bare.length() - 1));
        return address ? Optional.empty() : Optional.of(IDN.toASCII(bare));
    }

    /** The same but for the settings. */
    public TlsClient withSettings(TlsSettings value) {
        return new TlsClient(value, name, trust, identities);
    }

    /** The same but for the trust. */
    public TlsClient withTrust(Trust value) {
        return new TlsClient(settings, name, value, identities);
    }

    /** The same, with certificates to show. */
    public TlsClient withIdentities(Identities value) {
        return new TlsClient(settings, name, trust, Optional.of(value));
    }
}

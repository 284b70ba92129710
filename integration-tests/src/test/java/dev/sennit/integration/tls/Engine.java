package dev.sennit.integration.tls;

import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The implementation of TLS that our side uses. */
public enum Engine {
    BC,
    JDK;

    /** Returns the default settings. */
    public TlsSettings settings() {
        return TlsSettings.DEFAULT.withImplementation(
                this == BC ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK);
    }

    /** Returns the default settings for one version. */
    public TlsSettings settings(TlsVersion version) {
        return settings().withVersions(version, version);
    }

    /** Returns the arguments of an endpoint string. */
    String arguments(Optional<TlsVersion> only, List<String> alpn) {
        String versions = only.map(version -> version == TlsVersion.TLS_1_2 ? "1.2" : "1.3")
                .map(version -> ":minVersion=" + version + ":maxVersion=" + version)
                .orElse("");
        String protocols = alpn.isEmpty() ? "" : ":alpn=" + String.join(",", alpn);
        return versions + protocols + ":engine=" + name().toLowerCase(Locale.ROOT);
    }
}

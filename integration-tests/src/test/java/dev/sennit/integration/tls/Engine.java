package dev.sennit.integration.tls;

import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.TlsVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who does the work on our side. */
enum Engine {
    BC,
    JDK;

    /** All that the default does. */
    TlsSettings settings() {
        return TlsSettings.DEFAULT.withImplementation(
                this == BC ? TlsImplementation.BOUNCY_CASTLE : TlsImplementation.JDK);
    }

    /** Only this version. */
    TlsSettings settings(TlsVersion version) {
        return settings().withVersions(version, version);
    }

    /** The same as arguments of an endpoint. */
    String arguments(Optional<TlsVersion> only, List<String> alpn) {
        String versions = only.map(version -> version == TlsVersion.TLS_1_2 ? "1.2" : "1.3")
                .map(version -> ":minVersion=" + version + ":maxVersion=" + version)
                .orElse("");
        String protocols = alpn.isEmpty() ? "" : ":alpn=" + String.join(",", alpn);
        return versions + protocols + ":engine=" + name().toLowerCase(Locale.ROOT);
    }
}

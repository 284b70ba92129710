package dev.sennit.integration.tls;

import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.TlsVersion;

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
}

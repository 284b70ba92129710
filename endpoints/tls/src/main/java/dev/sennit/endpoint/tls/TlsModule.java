package dev.sennit.endpoint.tls;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.endpoint.EndpointModule;
import dev.sennit.endpoint.EndpointType;
import java.nio.file.Path;
import java.util.List;

/** The endpoint types of this module. */
public final class TlsModule implements EndpointModule {
    private final List<EndpointType> types;

    /** For the service loader: certificates for development are in {@code certs} of the working directory. */
    public TlsModule() {
        this(DevelopmentCerts.DEFAULT_DIRECTORY);
    }

    /** Keeps certificates for development elsewhere. */
    public TlsModule(Path developmentCerts) {
        types = List.of(new TlsServerType(developmentCerts), new TlsClientType());
    }

    @Override
    public List<EndpointType> types() {
        return types;
    }
}

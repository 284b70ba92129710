package dev.sennit.transport.tls.jdk;

import dev.sennit.transport.tls.TlsClientConfig;
import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsServerConfig;
import dev.sennit.transport.tls.bc.HelloRulesContract;
import dev.sennit.transport.tls.engine.TlsEngines;

class JdkHelloRulesTest extends HelloRulesContract {
    @Override
    protected TlsEngines server(TlsServerConfig server) {
        return JdkEngines.server(server.withSettings(server.settings().withImplementation(TlsImplementation.JDK)));
    }

    @Override
    protected TlsEngines client(TlsClientConfig client) {
        return JdkEngines.client(client.withSettings(client.settings().withImplementation(TlsImplementation.JDK)));
    }
}

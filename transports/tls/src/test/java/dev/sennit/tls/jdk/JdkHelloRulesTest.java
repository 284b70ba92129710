package dev.sennit.tls.jdk;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.bc.HelloRulesContract;
import dev.sennit.tls.engine.TlsEngines;

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

package dev.sennit.transport.tls.jdk;

import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.bc.HelloRulesContract;
import dev.sennit.transport.tls.engine.TlsEngines;

class JdkHelloRulesTest extends HelloRulesContract {
    @Override
    protected TlsEngines server(TlsServer server) {
        return JdkEngines.server(server.withSettings(server.settings().withImplementation(TlsImplementation.JDK)));
    }

    @Override
    protected TlsEngines client(TlsClient client) {
        return JdkEngines.client(client.withSettings(client.settings().withImplementation(TlsImplementation.JDK)));
    }
}

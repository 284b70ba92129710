package dev.sennit.transport.tls.bc;

import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.engine.TlsEngines;

class BouncyHelloRulesTest extends HelloRulesContract {
    @Override
    protected TlsEngines server(TlsServer server) {
        return BouncyEngines.server(server);
    }

    @Override
    protected TlsEngines client(TlsClient client) {
        return BouncyEngines.client(client);
    }
}

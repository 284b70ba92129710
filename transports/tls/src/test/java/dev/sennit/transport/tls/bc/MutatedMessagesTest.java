package dev.sennit.transport.tls.bc;

import dev.sennit.transport.tls.TlsClientConfig;
import dev.sennit.transport.tls.TlsServerConfig;
import dev.sennit.transport.tls.engine.TlsEngines;

class MutatedMessagesTest extends MutatedMessagesContract {
    @Override
    protected TlsEngines server(TlsServerConfig server) {
        return BouncyEngines.server(server);
    }

    @Override
    protected TlsEngines client(TlsClientConfig client) {
        return BouncyEngines.client(client);
    }
}

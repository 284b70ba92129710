package dev.sennit.tls.bc;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.engine.TlsEngines;

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

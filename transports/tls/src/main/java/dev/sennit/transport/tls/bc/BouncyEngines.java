package dev.sennit.transport.tls.bc;

import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.engine.TlsEngines;
import java.nio.ByteBuffer;

/** Makes engines of BouncyCastle's protocol. */
public final class BouncyEngines {
    private BouncyEngines() {}

    /** Engines of the accepting side. */
    public static TlsEngines server(TlsServer server) {
        Shared shared = new Shared(server.settings());
        SessionCache<ByteBuffer> sessions = new SessionCache<>(server.settings().sessions(), System::nanoTime);
        return outlet -> {
            Crypto crypto = shared.crypto();
            return new BouncyEngine(
                    server.settings().limits(),
                    crypto,
                    outlet,
                    engine -> new ServerMachine(
                            new ServerPeer(server, shared, sessions, crypto, engine::agreed), engine));
        };
    }

    /** Engines of the connecting side. */
    public static TlsEngines client(TlsClient client) {
        Shared shared = new Shared(client.settings());
        SessionCache<String> sessions = new SessionCache<>(client.settings().sessions(), System::nanoTime);
        return outlet -> {
            Crypto crypto = shared.crypto();
            return new BouncyEngine(
                    client.settings().limits(),
                    crypto,
                    outlet,
                    engine -> new ClientMachine(
                            new ClientPeer(client, shared, sessions, crypto, engine::agreed), engine));
        };
    }
}

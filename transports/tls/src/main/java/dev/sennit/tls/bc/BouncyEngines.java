package dev.sennit.tls.bc;

import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.handshake.AuthorityNames;
import dev.sennit.tls.handshake.HandshakeInspector;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Makes engines of BouncyCastle's protocol. */
public final class BouncyEngines {
    private static final System.Logger LOG = System.getLogger(BouncyEngines.class.getPackageName());

    private BouncyEngines() {}

    /** Engines of the accepting side. */
    public static TlsEngines server(TlsServerConfig server) {
        BouncyConfig shared = new BouncyConfig(server.settings());
        warnOfTooManyAuthorities(server);
        SessionCache<ByteBuffer> sessions = new SessionCache<>(server.settings().sessions(), System::nanoTime);
        return outlet -> new BouncyEngine(
                shared,
                new BouncyInspector(HandshakeInspector.of(server)),
                outlet,
                engine -> new BouncyProtocol.ServerSide(
                        new BouncyServer(server, shared, sessions, engine.crypto(), engine::agreed), engine));
    }

    /** Engines of the connecting side. */
    public static TlsEngines client(TlsClientConfig client) {
        BouncyConfig shared = new BouncyConfig(client.settings());
        SessionCache<String> sessions = new SessionCache<>(client.settings().sessions(), System::nanoTime);
        return outlet -> new BouncyEngine(
                shared,
                new BouncyInspector(HandshakeInspector.of(client)),
                outlet,
                engine -> new BouncyProtocol.ClientSide(
                        new BouncyClient(client, shared, sessions, engine.crypto(), engine::agreed), engine));
    }

    private static void warnOfTooManyAuthorities(TlsServerConfig server) {
        if (server.clientAuthentication() == ClientAuthentication.NONE) {
            return;
        }
        TlsLimits limits = server.settings().limits();
        List<X500Principal> names = server.clientTrust().acceptedIssuers();
        if (AuthorityNames.fitting(names, limits).size() < names.size()) {
            LOG.log(
                    Level.WARNING,
                    "the names of the {0} authorities whose clients are accepted need {1} bytes; a request for a"
                            + " certificate has room for {2}, so clients are asked without them",
                    names.size(),
                    String.valueOf(AuthorityNames.bytes(names)),
                    String.valueOf(AuthorityNames.limit(limits)));
        }
    }
}

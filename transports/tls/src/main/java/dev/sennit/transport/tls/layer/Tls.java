package dev.sennit.transport.tls.layer;

import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsSession;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.engine.TlsEngines;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * One side's TLS, ready to be pushed under any number of connections: {@code factory.through(Tls.server(...))}. Make one
 * and share it: it keeps the sessions that can be resumed. Safe on any thread.
 */
public final class Tls implements Supplier<Layer> {
    private final TlsEngines engines;
    private final TlsSettings settings;

    private Tls(TlsEngines engines, TlsSettings settings) {
        this.engines = engines;
        this.settings = settings;
    }

    /** The accepting side. */
    public static Tls server(TlsServer server) {
        throw new UnsupportedOperationException();
    }

    /** The connecting side. */
    public static Tls client(TlsClient client) {
        throw new UnsupportedOperationException();
    }

    /** Makes the layer of one connection. */
    @Override
    public Layer get() {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts TLS under a protocol that runs already (STARTTLS). Called on the connection's loop.
     *
     * <p>What the protocol writes from now on is encrypted, and leaves once the handshake is done; what it is given from now
     * on came encrypted. Bytes that came with the command that asked for TLS are the handshake's, and break it if they are
     * not: hand over all that the protocol holds unread.
     *
     * @param received bytes the protocol was given and has not used
     * @return the session; fails with what ended the connection instead
     */
    public Deferred<TlsSession> start(Transport transport, ByteBuffer received) {
        throw new UnsupportedOperationException();
    }
}

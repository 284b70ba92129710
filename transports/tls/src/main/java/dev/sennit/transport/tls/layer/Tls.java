package dev.sennit.transport.tls.layer;

import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsImplementation.Jsse;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsSession;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.bc.BouncyEngines;
import dev.sennit.transport.tls.engine.TlsEngines;
import dev.sennit.transport.tls.jdk.JdkEngines;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One side's TLS, ready to be pushed under any number of connections: {@code factory.through(Tls.server(...))}. Make one
 * and share it: it keeps the sessions that can be resumed. Safe on any thread.
 *
 * <p>A layer shakes hands by itself as soon as what is below is open; the protocol hears {@code connectionMade} when that is
 * done. What it then does differs from a plain connection in this:
 *
 * <ul>
 *   <li>{@code close} sends what was written and close_notify, and waits for the peer's, no longer than
 *       {@link dev.sennit.transport.tls.TlsLimits#closeTime}. During a handshake it ends at once, unless something was
 *       written, which is sent when the handshake is done.
 *   <li>{@code endOutput} sends close_notify; the carrier below stays open both ways. In TLS 1.2 most peers then end, too,
 *       as RFC 5246, section 7.2.1 demands, and so does this side when the peer is first: there is no half-open connection.
 *   <li>An end without close_notify breaks the connection, unless the settings say otherwise.
 *   <li>A TCP reset after close_notify went both ways ends the connection cleanly, as the end of the carrier does. It breaks the
 *       connection if some of our data was never sent, or was written after the peer's close_notify.
 *   <li>Whatever else goes wrong is a {@link dev.sennit.transport.error.TlsFailed}; the peer gets its alert first.
 * </ul>
 */
public final class Tls implements Supplier<Layer> {
    private final TlsEngines engines;
    private final TlsSettings settings;
    private final Side side;
    private final Optional<String> peerName;

    Tls(TlsEngines engines, TlsSettings settings, Side side, Optional<String> peerName) {
        this.engines = engines;
        this.settings = settings;
        this.side = side;
        this.peerName = peerName;
    }

    /**
     * The accepting side. Blocks if there is a key log, whose file is opened.
     *
     * @throws IllegalArgumentException if the settings ask for what their implementation cannot do
     * @throws java.io.UncheckedIOException if the file of a key log cannot be written
     */
    public static Tls server(TlsServer server) {
        TlsEngines engines = server.settings().implementation() instanceof Jsse
                ? JdkEngines.server(server)
                : BouncyEngines.server(server);
        return new Tls(engines, server.settings().withLimits(server.limits()), Side.SERVER, Optional.empty());
    }

    /**
     * The connecting side. Blocks if there is a key log, whose file is opened.
     *
     * @throws IllegalArgumentException if the settings ask for what their implementation cannot do
     * @throws java.io.UncheckedIOException if the file of a key log cannot be written
     */
    public static Tls client(TlsClient client) {
        TlsEngines engines = client.settings().implementation() instanceof Jsse
                ? JdkEngines.client(client)
                : BouncyEngines.client(client);
        return new Tls(engines, client.settings(), Side.CLIENT, Optional.of(client.name()));
    }

    /** Makes the layer of one connection. */
    @Override
    public Layer get() {
        return new TlsLayer(this, null);
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
     * @throws IllegalArgumentException if the transport belongs to no connection
     */
    public Deferred<TlsSession> start(Transport transport, ByteBuffer received) {
        Connection connection = Connection.of(transport);
        Deferred.Source<TlsSession> answer = new Deferred.Source<>(transport.loop());
        TlsLayer layer = new TlsLayer(this, answer);
        connection.push(layer, received);
        if (!layer.hasBegun()) {
            answer.fail(new IllegalStateException("TLS can be started on an open connection only: " + connection));
        }
        return answer.deferred();
    }

    TlsEngines engines() {
        return engines;
    }

    TlsSettings settings() {
        return settings;
    }

    Side side() {
        return side;
    }

    /** Whom a client wants to speak with. */
    Optional<String> peerName() {
        return peerName;
    }
}

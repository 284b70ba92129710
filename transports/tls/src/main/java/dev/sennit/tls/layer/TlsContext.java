package dev.sennit.tls.layer;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation.Jsse;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.bc.BouncyEngines;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.tls.jdk.JdkEngines;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One side's TLS, ready to be pushed under any number of connections: {@code factory.through(TlsContext.server(...))}. Make one
 * and share it: it keeps the sessions that can be resumed. Safe on any thread.
 *
 * <p>A layer shakes hands by itself as soon as what is below is open; the protocol hears {@code connectionMade} when that is
 * done.
 *
 * <p>A handshake runs on the connection's loop, unless it may hold that loop for long: then its steps run on the workers of
 * the loop's reactor ({@link dev.sennit.transport.EventLoop#workers}), one at a time. That is so if a certificate check may
 * block ({@link dev.sennit.x509.trust.Trust#mayBlock}) or signatures are slow
 * ({@link dev.sennit.x509.key.KeySelector#signsSlowly}: RSA). What the peer sends meanwhile is kept; beyond
 * {@link dev.sennit.tls.TlsLimits#waitingBytes} reading is paused. The handshake's time limit goes on, and closing,
 * aborting and cancelling end the connection at once; the step that runs is not interrupted, and its outcome is dropped. On a
 * loop without workers slow signatures are made on the loop, and a handshake whose check may block fails at its beginning.
 * All that follows the handshake runs on the loop.
 *
 * <p>An open layer differs from a plain connection in this:
 *
 * <ul>
 *   <li>{@code close} sends what was written and close_notify, and waits for the peer's, no longer than
 *       {@link dev.sennit.tls.TlsLimits#closeTimeout}. During a handshake it ends at once, unless something was
 *       written, which is sent when the handshake is done.
 *   <li>{@code endOutput} sends close_notify; the carrier below stays open both ways. In TLS 1.2 most peers then end, too,
 *       as RFC 5246, section 7.2.1 demands, and so does this side when the peer is first: there is no half-open connection.
 *   <li>An end without close_notify breaks the connection, unless the settings say otherwise.
 *   <li>A TCP reset after close_notify went both ways ends the connection cleanly, as the end of the carrier does. It breaks the
 *       connection if some of our data was never sent, or was written after the peer's close_notify.
 *   <li>Whatever else goes wrong is a {@link dev.sennit.transport.error.TlsFailedException}; the peer gets its alert first.
 * </ul>
 */
public final class TlsContext implements Supplier<Layer> {
    private final TlsEngines engines;
    private final TlsSettings settings;
    private final Side side;
    private final Optional<String> peerName;
    private final SlowSteps slowSteps;

    TlsContext(TlsEngines engines, TlsSettings settings, Side side, Optional<String> peerName, SlowSteps slowSteps) {
        this.engines = engines;
        this.settings = settings;
        this.side = side;
        this.peerName = peerName;
        this.slowSteps = slowSteps;
    }

    /**
     * The accepting side. Blocks if there is a key log, whose file is opened.
     *
     * @throws IllegalArgumentException if the settings ask for what their implementation cannot do
     * @throws java.io.UncheckedIOException if the file of a key log cannot be written
     */
    public static TlsContext server(TlsServerConfig server) {
        TlsEngines engines = server.settings().implementation() instanceof Jsse
                ? JdkEngines.server(server)
                : BouncyEngines.server(server);
        TlsSettings settings = server.settings().withLimits(server.limits());
        return new TlsContext(engines, settings, Side.SERVER, Optional.empty(), SlowSteps.of(server));
    }

    /**
     * The connecting side. Blocks if there is a key log, whose file is opened.
     *
     * @throws IllegalArgumentException if the settings ask for what their implementation cannot do
     * @throws java.io.UncheckedIOException if the file of a key log cannot be written
     */
    public static TlsContext client(TlsClientConfig client) {
        TlsEngines engines = client.settings().implementation() instanceof Jsse
                ? JdkEngines.client(client)
                : BouncyEngines.client(client);
        return new TlsContext(
                engines, client.settings(), Side.CLIENT, Optional.of(client.name()), SlowSteps.of(client));
    }

    /**
     * Returns the same with another limit on the time of handshakes; both share their sessions.
     *
     * @param handshakeTimeout from the layer's start to the end of the handshake
     * @throws IllegalArgumentException if the time is not more than zero
     */
    public TlsContext within(Duration handshakeTimeout) {
        TlsLimits limits = settings.limits().withHandshakeTimeout(handshakeTimeout);
        return new TlsContext(engines, settings.withLimits(limits), side, peerName, slowSteps);
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

    /** Makes the engine of one connection; one that fails when it starts if none can be made. */
    TlsEngine engine(TlsEngine.Outlet outlet) {
        try {
            return engines.engine(outlet);
        } catch (RuntimeException | LinkageError bug) {
            return new NoEngine(HandshakeWatch.bug("the TLS engine cannot be made", bug));
        }
    }

    TlsSettings settings() {
        return settings;
    }

    Side side() {
        return side;
    }

    SlowSteps slowSteps() {
        return slowSteps;
    }

    /** Whom a client wants to speak with. */
    Optional<String> peerName() {
        return peerName;
    }

    /** Stands for an engine that could not be made: its handshake fails as soon as it begins, so nothing else is called. */
    private record NoEngine(TlsFailedException failure) implements TlsEngine {
        @Override
        public void start() {
            throw failure;
        }

        @Override
        public void receive(ByteBuffer records) {}

        @Override
        public void receiveEnd() {}

        @Override
        public void write(ByteBuffer plain) {}

        @Override
        public void endOutput() {}

        @Override
        public void discard() {}
    }
}

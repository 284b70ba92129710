package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.tls.TlsConnector.Below;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.error.ConnectFailed.Phase;
import dev.sennit.transport.tls.layer.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** One {@code connect} of a TLS client endpoint: files, the way there, the handshake, all within one time limit. */
final class TlsConnecting<P extends Protocol> implements ProtocolFactory<P> {
    private final HostPort target;
    private final Duration limit;
    private final ClientSide side;
    private final Below below;
    private final ProtocolFactory<P> factory;
    /** What is below TLS is open: what is waited for is the handshake. */
    private volatile boolean open;

    TlsConnecting(HostPort target, Duration limit, ClientSide side, Below below, ProtocolFactory<P> factory) {
        this.target = target;
        this.limit = limit;
        this.side = side;
        this.below = below;
        this.factory = factory;
    }

    Deferred<P> connect(EndpointContext context) {
        return context.onLoop(loop -> throughTls().timeout(limit, loop))
                .exceptionallyCompose(failure -> Deferred.failed(explained(failure)));
    }

    private Deferred<P> throughTls() {
        return side.tls()
                .exceptionallyCompose(failure -> Deferred.failed(notPrepared(failure)))
                .thenCompose(this::connect);
    }

    private Deferred<P> connect(Tls tls) {
        return below.connect(through(tls));
    }

    /** What is wrong with files or arguments is told by its message. */
    private Throwable notPrepared(Throwable failure) {
        return failure instanceof IllegalArgumentException || failure instanceof IOException
                ? failed(Kind.OTHER, String.valueOf(failure.getMessage()), failure)
                        .inPhase(Phase.PREPARING)
                : failure;
    }

    private Throwable explained(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return failed(Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure);
        }
        if (failure instanceof DeferredTimeout) {
            String within = " within " + ArgumentKind.duration().format(limit);
            return open
                    ? failed(Kind.TIMED_OUT, "the TLS handshake was not done" + within, failure)
                            .inPhase(Phase.HANDSHAKE)
                    : failed(Kind.TIMED_OUT, "no connection" + within, failure);
        }
        return failure;
    }

    private ConnectFailed failed(Kind kind, String problem, Throwable cause) {
        return new ConnectFailed(target.toString(), kind, problem, cause);
    }

    @Override
    public void prepare(Connection connection) {
        open = true;
        factory.prepare(connection);
    }

    @Override
    public P protocolFor(Transport transport) {
        return factory.protocolFor(transport);
    }
}

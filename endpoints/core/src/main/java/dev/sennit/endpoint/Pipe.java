package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One {@code connect} through a client endpoint that leads to the target already. */
final class Pipe<P extends Protocol> implements ProtocolFactory<P> {
    private final HostPort target;
    private final Duration limit;
    private final ClientEndpoint endpoint;
    private final ProtocolFactory<P> factory;
    /** The pipe is open: what fails from now on has a tale of its own to tell. */
    private volatile boolean open;

    private volatile boolean late;

    Pipe(HostPort target, Duration limit, ClientEndpoint endpoint, ProtocolFactory<P> factory) {
        this.target = target;
        this.limit = limit;
        this.endpoint = endpoint;
        this.factory = factory;
    }

    Deferred<P> connect(EndpointContext context) {
        return context.onLoop(loop -> inTime(loop, endpoint.connect(this)))
                .exceptionallyCompose(failure -> Deferred.failed(explained(failure)));
    }

    /** What is above the pipe has limits of its own. */
    private Deferred<P> inTime(EventLoop loop, Deferred<P> connecting) {
        Timer timer = loop.after(limit, () -> {
            if (!open) {
                late = true;
                connecting.cancel();
            }
        });
        return connecting.whenComplete((protocol, failure) -> {
            try {
                loop.execute(timer::cancel);
            } catch (RejectedExecutionException ended) {
                // The loop took its timers along.
            }
        });
    }

    private Throwable explained(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return failed(Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure);
        }
        if (late) {
            return failed(
                    Kind.TIMED_OUT,
                    "no connection within " + ArgumentKind.duration().format(limit),
                    failure);
        }
        return !open && failure instanceof ConnectFailed early
                ? failed(early.kind(), early.getMessage(), early).inPhase(early.phase())
                : failure;
    }

    private ConnectFailed failed(Kind kind, @Nullable String problem, Throwable cause) {
        return ConnectFailed.via(target.toString(), endpoint.toString(), kind, String.valueOf(problem), cause);
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

package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/** A server endpoint on a reactor. */
record BoundServer(ServerEndpointType type, Arguments arguments, EndpointContext context) implements ServerEndpoint {
    @Override
    public Deferred<Listener> listen(ProtocolFactory<?> factory) {
        Objects.requireNonNull(factory, "factory");
        return begun(factory)
                .exceptionallyCompose(failure -> Deferred.failed(named(failure)))
                .named("listening on " + arguments.describe())
                .releasing(Listener::close);
    }

    private Deferred<Listener> begun(ProtocolFactory<?> factory) {
        try {
            return type.listen(arguments, context, factory);
        } catch (RuntimeException | LinkageError failure) {
            return Deferred.failed(failure);
        }
    }

    /** The one place where every failure to listen becomes a {@link ListenFailedException}. */
    private Throwable named(Throwable failure) {
        if (failure instanceof ListenFailedException || failure instanceof DeferredCancelledException) {
            return failure;
        }
        Kind kind = failure instanceof RejectedExecutionException ? Kind.UNSUPPORTED : Kind.OTHER;
        return new ListenFailedException(arguments.describe(), kind, ConnectTarget.problem(failure), failure);
    }

    @Override
    public EndpointDescription describe() {
        return arguments.toDescription();
    }

    @Override
    public String toString() {
        return arguments.describe();
    }
}

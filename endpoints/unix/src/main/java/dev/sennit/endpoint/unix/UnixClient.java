package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** {@code unix:PATH}: a connection to a server on this machine. */
public final class UnixClient implements ClientEndpointType {
    static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout",
            ArgumentKind.duration(),
            Duration.ofSeconds(30),
            "Longest wait until it is open, where more wait at the server than it lets in.");

    private static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "unix", "Connects to a Unix socket, by path or by a name in Linux's abstract namespace.")
            .arguments(UnixArguments.ADDRESS, TIMEOUT)
            .examples("unix:/run/echo.sock", "unix:@echo:timeout=5s");

    /** For the service loader. */
    public UnixClient() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        UnixAddress target = arguments.get(UnixArguments.ADDRESS);
        Duration limit = arguments.get(TIMEOUT);
        Reactor reactor = context.reactor();
        return context.onLoop(loop -> opened(target, reactor, factory).timeout(limit, loop))
                .exceptionallyCompose(failure -> Deferred.failed(explained(target, limit, failure)));
    }

    private static <P extends Protocol> Deferred<P> opened(
            UnixAddress target, Reactor reactor, ProtocolFactory<P> factory) {
        return Native.isNeeded(target, reactor)
                ? Native.connect(target, ConnectOptions.DEFAULT, factory)
                : reactor.connect(target, ConnectOptions.DEFAULT, factory);
    }

    private static Throwable explained(UnixAddress target, Duration limit, Throwable failure) {
        if (failure instanceof DeferredTimeout) {
            String problem = "no connection within " + limit.toMillis() + " ms; more wait there than it lets in";
            return new ConnectFailed(target.toString(), Kind.TIMED_OUT, problem, failure);
        }
        if (failure instanceof RejectedExecutionException) {
            return new ConnectFailed(
                    target.toString(), Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure);
        }
        return failure;
    }
}

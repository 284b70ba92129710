package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import java.time.Duration;
import java.util.Optional;

/** {@code unix:PATH}: a connection to a server on this machine. */
final class UnixClientType implements ClientEndpointType {
    static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout",
            ArgumentKind.duration(),
            "Longest wait until it is open, where the server's accept queue is full; 30s, or the time of the endpoint"
                    + " around it, unless given.");

    static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "unix", "Connects to a Unix socket, by path or by a name in Linux's abstract namespace.")
            .arguments(UnixArguments.ADDRESS, TIMEOUT)
            .examples("unix:/run/echo.sock", "unix:@echo:timeout=5s");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        UnixAddress target = arguments.get(UnixArguments.ADDRESS);
        Optional<Duration> timeout = arguments.find(TIMEOUT);
        Reactor reactor = context.reactor();
        return given -> {
            ConnectRequest request = given.within(timeout);
            request.enter(Phase.OPENING, "the accept queue of the server had no room");
            return reactor.connect(target, ConnectOptions.DEFAULT, request.factory());
        };
    }
}

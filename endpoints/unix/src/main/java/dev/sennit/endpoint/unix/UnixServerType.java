package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.deferred.Deferred;

/** {@code unix:PATH}: a socket that other processes of this machine connect to. */
final class UnixServerType implements ServerEndpointType {
    static final Argument<Integer> MODE = Argument.optional(
                    "mode",
                    ArgumentKind.mode(),
                    SocketFile.DEFAULT.mode(),
                    "Rights of the socket's file, in octal; whoever may write to it may connect.")
            .positional();

    static final Argument<Boolean> LOCK = Argument.optional(
                    "lock",
                    ArgumentKind.bool(),
                    SocketFile.DEFAULT.lock(),
                    "Whether PATH.lock is held, so that a crashed server's socket is replaced and no living one's.")
            .aliases("lockfile");

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "unix", "Listens on a Unix socket, by path or by a name in Linux's abstract namespace.")
            .arguments(UnixArguments.ADDRESS, MODE, UnixArguments.BACKLOG, LOCK)
            .examples("unix:/run/echo.sock", "unix:/run/echo.sock:mode=600", "unix:@echo");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        ListenOptions options = ListenOptions.DEFAULT
                .withBacklog(arguments.get(UnixArguments.BACKLOG))
                .withFile(new SocketFile(arguments.get(MODE), arguments.get(LOCK)));
        return context.reactor().listen(arguments.get(UnixArguments.ADDRESS), options, factory);
    }
}

package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.DescriptorAddress;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import java.util.Map;

/**
 * {@code systemd:index=N} or {@code systemd:name=NAME}: a listening socket that systemd opened (sd_listen_fds(3));
 * {@code systemd:} alone is the only one that it passed on. As with {@link FdServerType}, it stays open when the listener is
 * closed.
 */
final class SystemdServerType implements ServerEndpointType {
    static final Argument<Integer> INDEX = Argument.optional(
            "index",
            ArgumentKind.integer(0, 65_535),
            "Which of the sockets passed, the first is 0; not needed if there is only one.");
    static final Argument<String> NAME = Argument.optional(
            "name", ArgumentKind.text(), "The socket of this FileDescriptorName; the first of several.");
    static final Argument<String> DOMAIN = Argument.optional(
                    "domain",
                    ArgumentKind.choice("INET", "INET6", "UNIX"),
                    "What Twisted wants to be told; the socket itself is asked.")
            .positional();

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "systemd", "Listens on a socket that systemd opened and passed on.")
            .arguments(DOMAIN, INDEX, NAME)
            .rules(ArgumentRule.excludes(INDEX, NAME))
            .examples("systemd:", "systemd:index=0", "systemd:name=http");

    private final Map<String, String> environment;
    private final long ownPid;

    SystemdServerType() {
        this(System.getenv(), ProcessHandle.current().pid());
    }

    SystemdServerType(Map<String, String> environment, long ownPid) {
        this.environment = environment;
        this.ownPid = ownPid;
    }

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        String place = arguments.describe();
        int descriptor;
        try {
            PassedSockets passed = PassedSockets.of(environment, ownPid);
            descriptor = chosen(passed, arguments);
        } catch (IllegalStateException none) {
            return Deferred.failed(new ListenFailedException(
                    place, ListenFailedException.Kind.NO_SUCH_ADDRESS, none.getMessage() + "", none));
        }
        return context.reactor().listen(new DescriptorAddress(descriptor, place), ListenOptions.DEFAULT, factory);
    }

    private static int chosen(PassedSockets passed, Arguments arguments) {
        if (arguments.find(NAME).isPresent()) {
            return passed.named(arguments.get(NAME));
        }
        return arguments.find(INDEX).isPresent() ? passed.at(arguments.get(INDEX)) : passed.only();
    }
}

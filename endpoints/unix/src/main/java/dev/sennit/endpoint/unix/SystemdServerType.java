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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /**
     * The descriptors that a service manager passed on, from 3 up, as the environment tells (sd_listen_fds(3)): LISTEN_PID
     * whom they are for, LISTEN_FDS how many, LISTEN_FDNAMES their names with colons between.
     *
     * @param names of them, in order
     */
    record PassedSockets(List<String> names) {
        private static final int FIRST = 3;
        private static final String UNNAMED = "unknown";

        /**
         * Reads the environment.
         *
         * @throws IllegalStateException if nothing was passed to this process, or it contradicts itself
         */
        static PassedSockets of(Map<String, String> environment, long ownPid) {
            String count = environment.getOrDefault("LISTEN_FDS", "");
            String pid = environment.getOrDefault("LISTEN_PID", "");
            if (count.isEmpty() || pid.isEmpty()) {
                throw new IllegalStateException(
                        "no sockets were passed to this process: LISTEN_FDS and LISTEN_PID are not set");
            }
            if (!pid.equals(String.valueOf(ownPid))) {
                throw new IllegalStateException("the sockets passed are for process " + pid
                        + " (LISTEN_PID), and this is " + ownPid + "; whatever starts Java must become it (exec)");
            }
            if (!count.matches("[0-9]{1,5}")) {
                throw new IllegalStateException("LISTEN_FDS must be a number, not '" + count + "'");
            }
            int passed = Integer.parseInt(count);
            List<String> names = new ArrayList<>();
            if (environment.containsKey("LISTEN_FDNAMES")) {
                names.addAll(
                        List.of(environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1)));
                if (names.size() != passed) {
                    throw new IllegalStateException("LISTEN_FDS says " + passed + " sockets, and LISTEN_FDNAMES has "
                            + names.size() + " names");
                }
            }
            while (names.size() < passed) {
                names.add(UNNAMED);
            }
            return new PassedSockets(names);
        }

        /** The descriptor of the only one. */
        int only() {
            if (names.isEmpty()) {
                throw new IllegalStateException("no sockets were passed to this process: LISTEN_FDS is 0");
            }
            if (names.size() > 1) {
                throw new IllegalStateException(
                        names.size() + " sockets were passed; say which, by index=N or name=NAME: " + listed());
            }
            return FIRST;
        }

        private String listed() {
            return IntStream.range(0, names.size())
                    .mapToObj(index -> index + " '" + names.get(index) + "'")
                    .collect(Collectors.joining(", "));
        }

        /** The descriptor of the so-many-th. */
        int at(int index) {
            if (index >= names.size()) {
                throw new IllegalStateException(
                        "there is no socket " + index + "; " + names.size() + " were passed, the first is 0");
            }
            return FIRST + index;
        }

        /** The descriptor of the first with this name. */
        int named(String name) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new IllegalStateException("no socket passed is called '" + name + "'; there are " + names);
            }
            return FIRST + index;
        }
    }
}

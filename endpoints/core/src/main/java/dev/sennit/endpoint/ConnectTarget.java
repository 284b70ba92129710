package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointTypes;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.error.ConnectFailed.Phase;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.error.TlsFailed;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a client endpoint is to reach, and the one place where every failure before there is a protocol becomes a
 * {@link ConnectFailed} that names it.
 *
 * @param name the host and port, or the endpoint as a string, secrets hidden, if it has none
 * @param at the host and port, if it has them
 * @param spoken every text among the endpoint's own arguments
 * @param hasHops whether other endpoints may be on the way
 */
record ConnectTarget(String name, Optional<HostPort> at, Set<String> spoken, boolean hasHops) {
    /** The target of a client endpoint: its own host and port, or those of the endpoint that it wraps. */
    static ConnectTarget of(Arguments arguments, EndpointTypes types) {
        Set<String> spoken = new HashSet<>();
        Optional<HostPort> at = Optional.empty();
        Arguments level = arguments;
        // The grammar bounds the depth of nesting.
        while (true) {
            for (Argument<?> argument : level.schema().arguments()) {
                level.find(argument)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .ifPresent(spoken::add);
            }
            at = hostPort(level);
            List<NestedEndpoint> nested = level.nested();
            if (at.isPresent() || nested.size() != 1) {
                break;
            }
            level = types.bind(nested.get(0).role(), nested.get(0).description());
        }
        String name = at.map(HostPort::toString).orElseGet(arguments::describe);
        return new ConnectTarget(name, at, spoken, !arguments.nested().isEmpty());
    }

    /** The target of a way that is made without an endpoint. */
    static ConnectTarget of(HostPort target) {
        return new ConnectTarget(target.toString(), Optional.of(target), Set.of(target.host()), true);
    }

    private static Optional<HostPort> hostPort(Arguments arguments) {
        // Another author's type may mean something else by these names.
        Optional<String> host = value(arguments, "host", String.class).filter(name -> !name.isEmpty());
        Optional<Integer> port =
                value(arguments, "port", Integer.class).filter(number -> number >= 1 && number <= 65_535);
        return host.flatMap(name -> port.map(number -> new HostPort(name, number)));
    }

    private static <T> Optional<T> value(Arguments arguments, String name, Class<T> type) {
        return arguments.schema().arguments().stream()
                .filter(argument -> argument.name().equals(name))
                .flatMap(argument -> arguments.find(argument).stream())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /**
     * Makes the failure of a connect.
     *
     * @param open whether the connection was open, so that what failed is a handshake
     */
    ConnectFailed failed(Throwable failure, boolean open) {
        ConnectFailed named = failure instanceof ConnectFailed known ? named(known, open) : translated(failure, open);
        return at.isPresent() ? named.atHost(at.get().host(), at.get().port()) : named;
    }

    /** The failure as it is, unless it names something else than what the user wrote. */
    private ConnectFailed named(ConnectFailed known, boolean open) {
        Phase phase = open && known.phase() != Phase.FACTORY ? Phase.HANDSHAKE : known.phase();
        if (known.target().equals(name) || !(open || hasHops)) {
            return known.inPhase(phase);
        }
        if (open && known.hop().isEmpty()) {
            // It names the address of the peer.
            return new ConnectFailed(name, known.kind(), known.problem(), known).inPhase(phase);
        }
        return new ConnectFailed(name, known.kind(), String.valueOf(known.getMessage()), known)
                .inPhase(phase)
                .atHop(known.hop().orElse(known.target()));
    }

    private ConnectFailed translated(Throwable failure, boolean open) {
        ConnectFailed made = new ConnectFailed(name, kind(failure, open), problem(failure), failure)
                .inPhase(open ? Phase.HANDSHAKE : phaseBefore(failure));
        return failure instanceof TlsFailed tls && hasHops
                ? tls.peer()
                        .filter(peer -> !spoken.contains(peer))
                        .map(peer -> made.atHop("tls:" + peer))
                        .orElse(made)
                : made;
    }

    private static Kind kind(Throwable failure, boolean open) {
        if (failure instanceof DeferredTimeout
                || (failure instanceof TlsFailed tls && tls.kind() == TlsFailed.Kind.TIMED_OUT)) {
            return Kind.TIMED_OUT;
        }
        if (failure instanceof RejectedExecutionException) {
            return Kind.UNSUPPORTED;
        }
        return open ? Kind.ENDED_EARLY : Kind.OTHER;
    }

    private static Phase phaseBefore(Throwable failure) {
        return failure instanceof IllegalArgumentException ? Phase.PREPARING : Phase.OPENING;
    }

    /** The failure's own message where that is written for users, and else also what it is. */
    static String problem(Throwable failure) {
        boolean isPlain = failure instanceof NetworkException
                || failure instanceof IOException
                || failure instanceof DeferredTimeout
                || failure instanceof IllegalArgumentException
                || failure instanceof RejectedExecutionException;
        String message = failure.getMessage();
        return isPlain && message != null ? message : failure.toString();
    }
}

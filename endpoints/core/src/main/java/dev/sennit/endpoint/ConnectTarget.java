package dev.sennit.endpoint;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The target of a client endpoint, and the one place where every failure before there is a protocol becomes a
 * {@link ConnectFailedException} that names it.
 *
 * @param name the host and port, or the endpoint as a string, secrets hidden, if it has none
 * @param at the host and port, if it has them
 * @param hop the endpoint of a {@code via=} by which the target is reached, if it is
 * @param spoken every text among the endpoint's own arguments
 * @param hasHops whether other endpoints may be on the way
 */
record ConnectTarget(String name, Optional<HostPort> at, Optional<String> hop, Set<String> spoken, boolean hasHops) {
    /** The target of a client endpoint: its own host and port, or those of the endpoint that it wraps. */
    static ConnectTarget of(Arguments arguments) {
        Set<String> spoken = new HashSet<>();
        Optional<HostPort> at = Optional.empty();
        Arguments level = arguments;
        // The grammar bounds the depth of nesting.
        while (true) {
            Arguments own = level;
            for (Argument<?> argument : own.schema().arguments()) {
                own.find(argument)
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .ifPresent(spoken::add);
            }
            at = hostPort(level);
            List<Arguments> nested = level.nested();
            if (at.isPresent() || nested.size() != 1) {
                break;
            }
            level = nested.get(0);
        }
        String name = at.map(HostPort::toString).orElseGet(arguments::describe);
        return new ConnectTarget(
                name, at, Optional.empty(), spoken, !arguments.nested().isEmpty());
    }

    /** A host that is reached by a {@code via=}: a hop, or a client endpoint that leads there already. */
    static ConnectTarget by(Arguments via, HostPort target) {
        String hop = via.schema().role() == EndpointRole.HOP
                ? hostPort(via).map(proxy -> via.schema().name() + ":" + proxy).orElseGet(via::describe)
                : via.describe();
        return new ConnectTarget(target.toString(), Optional.of(target), Optional.of(hop), Set.of(target.host()), true);
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

    /** Makes the failure for a deadline that was reached while this was waited for. */
    ConnectFailedException tooLate(Connecting.Stage stage, Deadline deadline) {
        return made(Kind.TIMED_OUT, stage.problem() + " within " + deadline, null)
                .inPhase(stage.phase());
    }

    /** Names a failure that came before the connection was open. */
    ConnectFailedException unopened(Throwable failure, Phase phase) {
        return failure instanceof ConnectFailedException known ? known : translated(failure, false, phase);
    }

    /** Names a failure of the endpoint below as one to reach the hop, if there is a hop. */
    Throwable atHop(Throwable failure) {
        if (hop.isEmpty()
                || (failure instanceof ConnectFailedException own
                        && own.target().equals(name)
                        && own.hop().equals(hop))) {
            return failure;
        }
        String by = hop.get();
        if (failure instanceof ConnectFailedException known) {
            return ConnectFailedException.via(name, by, known.kind(), String.valueOf(known.getMessage()), known)
                    .inPhase(known.phase())
                    .atHop(known.hop().orElse(by));
        }
        // A handshake with something on the way to the hop.
        return made(kind(failure, true), problem(failure), failure).inPhase(Phase.HANDSHAKE);
    }

    /**
     * Makes the failure of a connect that a user asked for.
     *
     * @param open whether the connection was open, so that a handshake failed
     */
    ConnectFailedException failed(Throwable failure, boolean open) {
        ConnectFailedException named = failure instanceof ConnectFailedException known
                ? named(known, open)
                : translated(failure, open, Phase.OPENING);
        return at.isPresent() ? named.atHost(at.get().host(), at.get().port()) : named;
    }

    /** Returns the failure as it is, unless it names another place than the user wrote. */
    private ConnectFailedException named(ConnectFailedException known, boolean open) {
        Phase phase = open && known.phase() != Phase.FACTORY ? Phase.HANDSHAKE : known.phase();
        if (known.target().equals(name) || !(open || hasHops)) {
            return known.inPhase(phase);
        }
        if (open && known.hop().isEmpty() && known.kind() != Kind.TIMED_OUT) {
            // It names the address of the peer; a handshake that was not done in time names the endpoint.
            return new ConnectFailedException(name, known.kind(), known.problem(), known).inPhase(phase);
        }
        return new ConnectFailedException(name, known.kind(), String.valueOf(known.getMessage()), known)
                .inPhase(phase)
                .atHop(known.hop().orElse(known.target()));
    }

    private ConnectFailedException translated(Throwable failure, boolean open, Phase phase) {
        Kind kind = kind(failure, open);
        String problem = problem(failure);
        if (!open) {
            // A hop that has not been asked yet cannot say such a target.
            boolean unsayable = failure instanceof IllegalArgumentException;
            return made(unsayable && hop.isPresent() ? Kind.UNSUPPORTED : kind, problem, failure)
                    .inPhase(unsayable ? Phase.PREPARING : phase);
        }
        ConnectFailedException made = new ConnectFailedException(name, kind, problem, failure).inPhase(Phase.HANDSHAKE);
        return failure instanceof TlsFailedException tls && hasHops
                ? tls.peer()
                        .filter(peer -> !spoken.contains(peer))
                        .map(peer -> made.atHop("tls:" + peer))
                        .orElse(made)
                : made;
    }

    private ConnectFailedException made(Kind kind, String problem, @Nullable Throwable cause) {
        return hop.map(by -> ConnectFailedException.via(name, by, kind, problem, cause))
                .orElseGet(() -> new ConnectFailedException(name, kind, problem, cause));
    }

    private static Kind kind(Throwable failure, boolean open) {
        if (failure instanceof DeferredTimeoutException
                || (failure instanceof TlsFailedException tls && tls.kind() == TlsFailedException.Kind.TIMED_OUT)) {
            return Kind.TIMED_OUT;
        }
        if (failure instanceof RejectedExecutionException) {
            return Kind.UNSUPPORTED;
        }
        return open ? Kind.ENDED_EARLY : Kind.OTHER;
    }

    /** The failure's own message where that is written for users, and else also what it is. */
    static String problem(Throwable failure) {
        boolean isPlain = failure instanceof NetworkException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException
                || failure instanceof DeferredTimeoutException
                || failure instanceof IllegalArgumentException
                || failure instanceof RejectedExecutionException;
        String message = failure.getMessage();
        return isPlain && message != null ? message : failure.toString();
    }
}

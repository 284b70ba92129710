package dev.sennit.endpoint.tcp;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.time.Timer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries addresses one after the other without waiting for the last to fail, and keeps the first that opens (RFC 8305,
 * section 5). A failure brings the next attempt forward.
 *
 * <p>The race is won when TCP is open: from there on the other attempts are stopped, and what the winner's layers or
 * protocol do is the outcome. All of it runs on one loop.
 */
final class AddressRace<P extends Protocol> {
    /** A name server decides how many addresses there are; failures of the rest are only counted. */
    private static final int MOST_LISTED = 8;

    private final Reactor reactor;
    private final EventLoop loop;
    private final ConnectOptions options;
    private final Deque<TcpAddress> waiting;
    private final Duration attemptDelay;
    private final ProtocolFactory<P> factory;
    private final List<Attempt> running = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Deferred.Source<P> result;
    private Function<List<Throwable>, Throwable> noneAnswered = failed -> failed.get(0);
    private @Nullable Attempt winner;
    private @Nullable Timer next;
    private boolean over;

    AddressRace(
            Reactor reactor,
            EventLoop loop,
            ConnectOptions options,
            List<TcpAddress> targets,
            Duration attemptDelay,
            ProtocolFactory<P> factory) {
        this.reactor = reactor;
        this.loop = loop;
        this.options = options;
        this.waiting = new ArrayDeque<>(targets);
        this.attemptDelay = attemptDelay;
        this.factory = factory;
        this.result = new Deferred.Source<>(loop);
    }

    /**
     * Returns the order in which a name's addresses are tried (RFC 8305, section 4). It alternates between the IP versions, beginning with that of the first address; within one version the resolver's
     * order stays, since it sorts by RFC 6724.
     */
    static List<InetAddress> interleaved(List<InetAddress> resolved) {
        if (resolved.isEmpty()) {
            return resolved;
        }
        boolean firstIs6 = resolved.get(0) instanceof Inet6Address;
        List<InetAddress> first = new ArrayList<>();
        List<InetAddress> second = new ArrayList<>();
        for (InetAddress address : resolved) {
            List<InetAddress> same = address instanceof Inet6Address == firstIs6 ? first : second;
            // Compared as text: to equals, addresses of two scopes are one.
            String text = address.getHostAddress();
            if (same.stream().noneMatch(known -> known.getHostAddress().equals(text))) {
                same.add(address);
            }
        }
        List<InetAddress> order = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                order.add(first.get(i));
            }
            if (i < second.size()) {
                order.add(second.get(i));
            }
        }
        return order;
    }

    /**
     * Returns one failure that lists those of every address of a name, the first as its cause and the others as suppressed.
     *
     * @param target the name, as the user wrote it
     * @param failures one for each address, at least one
     */
    static ConnectFailedException failure(String target, List<Throwable> failures) {
        String listed =
                failures.stream().limit(MOST_LISTED).map(AddressRace::problem).collect(Collectors.joining("; "));
        int more = failures.size() - MOST_LISTED;
        String problem = (failures.size() == 1 ? "" : "none of its " + failures.size() + " addresses answered: ")
                + listed
                + (more > 0 ? "; and " + more + " more" : "");
        ConnectFailedException all = new ConnectFailedException(target, kind(failures), problem, failures.get(0));
        failures.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    /** The kind that all have in common. */
    private static Kind kind(List<Throwable> failures) {
        List<Kind> kinds = failures.stream()
                .map(failure -> failure instanceof ConnectFailedException failed ? failed.kind() : Kind.OTHER)
                .distinct()
                .toList();
        return kinds.size() == 1 ? kinds.get(0) : Kind.OTHER;
    }

    /** As in "192.0.2.1:80 connection refused; nothing listens there", without the words that all would begin with. */
    private static String problem(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectFailedException failed) {
            String start = "cannot connect to " + failed.target() + ": ";
            return message.startsWith(start)
                    ? failed.target() + " " + message.substring(start.length()).replace("; ", ", ")
                    : message;
        }
        return failure.toString();
    }

    /**
     * Starts the race, from any thread.
     *
     * @param whenNoneAnswers makes the failure out of those of all addresses, in the order they failed
     */
    Deferred<P> run(Function<List<Throwable>, Throwable> whenNoneAnswers) {
        noneAnswered = whenNoneAnswers;
        result.onCancel(() -> loop.execute(this::stop));
        loop.execute(this::startNext);
        return result.deferred();
    }

    private void startNext() {
        if (over || winner != null) {
            return;
        }
        TcpAddress target = waiting.poll();
        if (target == null) {
            if (running.isEmpty()) {
                over = true;
                stopTimer();
                result.fail(noneAnswered.apply(failures));
            }
            return;
        }
        if (!waiting.isEmpty()) {
            next = loop.after(attemptDelay, this::startNext);
        }
        Attempt attempt = new Attempt();
        running.add(attempt);
        attempt.connecting = reactor.connect(target, options, attempt);
        attempt.connecting.handle((protocol, failure) -> {
            if (failure == null) {
                opened(attempt, protocol);
            } else {
                failed(attempt, failure);
            }
            return null;
        });
    }

    private void opened(Attempt attempt, P protocol) {
        over = true;
        running.remove(attempt);
        if (!result.succeed(protocol)) {
            // Given up on another thread, whose call to stop has not come yet and would find nothing to stop.
            attempt.abort();
        }
    }

    private void failed(Attempt attempt, Throwable failure) {
        running.remove(attempt);
        if (over) {
            return;
        }
        if (attempt == winner) {
            over = true;
            result.fail(failure);
        } else if (winner == null) {
            failures.add(failure);
            stopTimer();
            startNext();
        }
    }

    private void stop() {
        over = true;
        stopTimer();
        List.copyOf(running).forEach(Attempt::cancel);
    }

    private void stopTimer() {
        if (next != null) {
            next.cancel();
        }
    }

    private void won(Attempt attempt) {
        winner = attempt;
        stopTimer();
        for (Attempt other : List.copyOf(running)) {
            if (other != attempt) {
                other.cancel();
            }
        }
    }

    /** One address's connection; its factory lets only the first that opens go on. */
    private final class Attempt implements ProtocolFactory<P> {
        private @Nullable Deferred<P> connecting;
        private @Nullable Connection connection;

        @Override
        public void prepare(Connection opened) {
            connection = opened;
            if (winner != null || over) {
                opened.abort();
                return;
            }
            won(this);
            factory.prepare(opened);
        }

        @Override
        public P protocolFor(Transport transport) {
            return factory.protocolFor(transport);
        }

        private void cancel() {
            if (connecting != null) {
                connecting.cancel();
            }
        }

        private void abort() {
            if (connection != null) {
                connection.abort();
            }
        }
    }
}

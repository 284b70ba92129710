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
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries addresses one after the other without waiting for the last to fail, and keeps the first that opens (RFC 8305,
 * section 5). A failure brings the next attempt forward.
 *
 * <p>The race is won when TCP is open: from there on the other attempts are stopped, and what the winner's layers or
 * protocol do is the outcome. All of it runs on one loop.
 */
final class AddressRace<P extends Protocol> {
    private final Reactor reactor;
    private final EventLoop loop;
    private final ConnectOptions options;
    private final Deque<TcpAddress> waiting;
    private final Duration attemptDelay;
    private final ProtocolFactory<P> factory;
    private final List<Attempt> running = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Deferred.Source<P> result;
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

    /** Starts the race; {@code name} is how the user knows the target. */
    Deferred<P> run(String name) {
        result.onCancel(() -> loop.execute(this::stop));
        loop.execute(() -> startNext(name));
        return result.deferred();
    }

    private void startNext(String name) {
        if (over || winner != null) {
            return;
        }
        TcpAddress target = waiting.poll();
        if (target == null) {
            if (running.isEmpty()) {
                over = true;
                result.fail(allFailed(name));
            }
            return;
        }
        if (!waiting.isEmpty()) {
            next = loop.after(attemptDelay, () -> startNext(name));
        }
        Attempt attempt = new Attempt();
        running.add(attempt);
        attempt.connecting = reactor.connect(target, options, attempt);
        attempt.connecting.handle((protocol, failure) -> {
            if (failure == null) {
                over = true;
                result.succeed(protocol);
            } else {
                failed(attempt, failure, name);
            }
            return null;
        });
    }

    private void failed(Attempt attempt, Throwable failure, String name) {
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
            startNext(name);
        }
    }

    private void stop() {
        over = true;
        stopTimer();
        for (Attempt attempt : List.copyOf(running)) {
            attempt.cancel();
        }
    }

    private void stopTimer() {
        if (next != null) {
            next.cancel();
            next = null;
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

    /** One failure as it is; several as one that lists them. */
    private Throwable allFailed(String name) {
        Throwable first = failures.get(0);
        if (failures.size() == 1) {
            return first;
        }
        StringBuilder problem = new StringBuilder("none of its " + failures.size() + " addresses answered");
        ConnectFailed.Kind kind = first instanceof ConnectFailed failed ? failed.kind() : ConnectFailed.Kind.OTHER;
        for (Throwable failure : failures) {
            problem.append("; ").append(failure.getMessage());
            if (!(failure instanceof ConnectFailed failed) || failed.kind() != kind) {
                kind = ConnectFailed.Kind.OTHER;
            }
        }
        ConnectFailed all = new ConnectFailed(name, kind, problem.toString(), first);
        failures.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    /** One address's connection; its factory lets only the first that opens go on. */
    private final class Attempt implements ProtocolFactory<P> {
        private @Nullable Deferred<P> connecting;

        @Override
        public void prepare(Connection connection) {
            if (winner != null || over) {
                connection.abort();
                return;
            }
            won(this);
            factory.prepare(connection);
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
    }
}

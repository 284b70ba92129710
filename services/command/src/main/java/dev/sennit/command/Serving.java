package dev.sennit.command;

import dev.sennit.command.Signals.StopSignal;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.EndpointService;
import dev.sennit.transport.Connection;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** A service from its start to the end of its drain. */
final class Serving {
    private final World world;
    private final String name;
    private final List<ServerEndpoint> endpoints;
    private final Duration drain;
    private final Deferred.Source<Boolean> stop = new Deferred.Source<>();

    Serving(World world, String name, List<ServerEndpoint> endpoints, Duration drain) {
        this.world = world;
        this.name = name;
        this.endpoints = endpoints;
        this.drain = drain;
    }

    /**
     * Serves until a signal comes, or nobody can come any more: {@code stdio} has had its one connection.
     *
     * @return the exit code: 0 unless somebody was cut off
     */
    int run(ProtocolFactory<?> factory) throws InterruptedException {
        ProtocolFactory<?> watched = new Watched<>(factory, () -> stop.succeed(true));
        EndpointService service = new EndpointService(name, watched, endpoints, drain);
        world.signals()
                .onStop(List.of("TERM", "INT", "HUP"), new StopRequests(first -> stop.succeed(true), this::abort));
        service.start().await();
        announce(service.listeners());
        stop.deferred().await();
        return drain(service);
    }

    private void abort(StopSignal second) {
        say("aborted by a second signal");
        world.halt().accept(second.exitCode());
    }

    private void announce(List<Listener> listeners) {
        // What is served on standard output must not find our own words there.
        boolean taken = listeners.stream().anyMatch(each -> each.address() instanceof StreamAddress);
        PrintWriter told = taken ? world.errors() : world.terminal();
        for (int i = 0; i < listeners.size(); i++) {
            String type = endpoints.get(i).describe().type();
            String address = listeners.get(i).address().toString();
            String place = address.startsWith(type + ":") ? address.substring(type.length() + 1) : address;
            String line = name + " is listening on " + (place.equals(type) ? place : type + " " + place);
            told.println(line);
            if (!taken && told.checkError()) {
                // Somebody must learn where it listens.
                world.errors().println(line);
            }
        }
    }

    private int drain(EndpointService service) throws InterruptedException {
        int connections = service.connections();
        if (connections > 0) {
            say("stopping " + name + ": waiting up to "
                    + ArgumentKind.duration().format(drain) + " for " + connections
                    + (connections == 1 ? " connection" : " connections") + " to end; another signal aborts");
        }
        DrainReport report = service.drain(drain).await();
        report.cutOff().forEach(cut -> say("cut off " + cut.peer() + " (" + cut.protocol() + ")"));
        return report.cutOff().isEmpty() ? 0 : Mistakes.FAILED;
    }

    private void say(String message) {
        world.errors().println("sennit: " + message);
    }

    /** Tells when the last listener has closed, and its last connection has ended. */
    private record Watched<P extends Protocol>(ProtocolFactory<P> inner, Runnable whenStopped)
            implements ProtocolFactory<P> {
        @Override
        public P protocolFor(Transport transport) {
            return inner.protocolFor(transport);
        }

        @Override
        public void prepare(Connection connection) {
            inner.prepare(connection);
        }

        @Override
        public void started() {
            inner.started();
        }

        @Override
        public void stopped() {
            try {
                inner.stopped();
            } finally {
                whenStopped.run();
            }
        }
    }
}

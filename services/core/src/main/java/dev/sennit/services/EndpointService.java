package dev.sennit.services;

import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.spi.ListenerSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One protocol on any number of endpoints. All listeners open or none; the factory's {@code start} and {@code stop}
 * run once for all of them.
 */
public final class EndpointService implements Service {
    private static final Logger LOG = System.getLogger(EndpointService.class.getName());
    private static final ListenerSet NONE = new ListenerSet(List.of());

    private final String name;
    private final ProtocolFactory<?> factory;
    private final List<ServerEndpoint> endpoints;
    private final Duration drainLimit;
    private final Turns turns;
    private volatile ListenerSet open = NONE;

    /**
     * Makes a service that does not listen yet.
     *
     * @param factory makes one protocol for each connection, whichever endpoint it comes by
     * @param endpoints one or more
     * @param drainLimit how long {@link #stop} waits for connections to end before it aborts them; zero or more
     */
    public EndpointService(
            String name, ProtocolFactory<?> factory, List<? extends ServerEndpoint> endpoints, Duration drainLimit) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("service " + name + " needs at least one endpoint");
        }
        if (drainLimit.isNegative()) {
            throw new IllegalArgumentException("drainLimit must be zero or more, not " + drainLimit);
        }
        this.name = name;
        this.factory = factory;
        this.endpoints = List.copyOf(endpoints);
        this.drainLimit = drainLimit;
        this.turns = new Turns(name);
    }

    @Override
    public String name() {
        return name;
    }

    /** Where it listens, in the order of the endpoints; empty unless it runs. */
    public List<Listener> listeners() {
        return open.listeners();
    }

    /** How many connections are open now. */
    public int connections() {
        return listeners().stream().mapToInt(Listener::connections).sum();
    }

    @Override
    public Deferred<Void> start() {
        return turns.start(() -> listen(factory).thenAccept(set -> open = set));
    }

    /** Drains it within the limit given to the constructor; who was cut off is logged. */
    @Override
    public Deferred<Void> stop() {
        return drain(drainLimit).thenAccept(report -> report.cutOff()
                .forEach(cut -> LOG.log(
                        Level.WARNING,
                        "service {0} cut off {1} ({2}): it had not ended within {3}",
                        name,
                        cut.peer(),
                        cut.protocol(),
                        drainLimit)));
    }

    /**
     * Stops it within another limit: closes the listeners, tells each connection, waits, aborts what is left.
     *
     * @return who ended in time and who was cut off, when none is left
     */
    public Deferred<DrainReport> drain(Duration limit) {
        return turns.stop(() -> open.drain(limit), new DrainReport(0, List.of()))
                .whenComplete((report, failure) -> open = NONE);
    }

    private <P extends Protocol> Deferred<ListenerSet> listen(ProtocolFactory<P> shared) {
        List<Function<ProtocolFactory<P>, Deferred<Listener>>> openings = new ArrayList<>();
        endpoints.forEach(endpoint -> openings.add(endpoint::listen));
        return ListenerSet.open(shared, openings);
    }

    @Override
    public String toString() {
        return name + endpoints;
    }
}

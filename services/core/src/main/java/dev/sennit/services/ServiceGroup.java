package dev.sennit.services;

import dev.sennit.transport.deferred.Deferred;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Services that belong together: each starts when the one before it runs, and they stop in the opposite order.
 *
 * <p>If one fails to start, those that had started are stopped again, and the start fails with that cause; so does a
 * cancelled start. If one fails to stop, that is logged and the rest still stop.
 */
public final class ServiceGroup implements Service {
    private static final Logger LOG = System.getLogger(ServiceGroup.class.getName());

    private final String name;
    private final List<Service> services;
    private final Turns turns;
    /** Last started first; guarded by itself. */
    private final Deque<Service> started = new ArrayDeque<>();

    /** Groups services, in the order in which they start. */
    public ServiceGroup(String name, List<? extends Service> services) {
        this.name = name;
        this.services = List.copyOf(services);
        this.turns = new Turns(name);
    }

    @Override
    public String name() {
        return name;
    }

    /** The services, in the order in which they start. */
    public List<Service> services() {
        return services;
    }

    @Override
    public Deferred<Void> start() {
        return turns.start(() ->
                startFrom(0).exceptionallyCompose(cause -> stopStarted().thenCompose(none -> Deferred.failed(cause))));
    }

    @Override
    @SuppressWarnings("NullAway") // null is the one value of Void
    public Deferred<Void> stop() {
        return turns.stop(this::stopStarted, null);
    }

    private Deferred<Void> startFrom(int index) {
        if (index == services.size()) {
            return Deferred.done();
        }
        Service service = services.get(index);
        return Turns.called(service::start).thenCompose(none -> {
            synchronized (started) {
                started.push(service);
            }
            return startFrom(index + 1);
        });
    }

    private Deferred<Void> stopStarted() {
        Service last;
        synchronized (started) {
            last = started.poll();
        }
        if (last == null) {
            return Deferred.done();
        }
        return Turns.called(last::stop)
                .exceptionally(failure -> {
                    LOG.log(Level.ERROR, "service " + last.name() + " did not stop as it should", failure);
                    return null;
                })
                .thenCompose(none -> stopStarted());
    }

    @Override
    public String toString() {
        return name + services;
    }
}

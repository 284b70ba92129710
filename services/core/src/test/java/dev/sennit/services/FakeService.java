package dev.sennit.services;

import dev.sennit.transport.deferred.Deferred;
import java.util.List;

/** A service that writes down what it is told, and does as the test says. */
final class FakeService implements Service {
    private final String name;
    private final List<String> events;
    Deferred<Void> onStart = Deferred.done();
    Deferred<Void> onStop = Deferred.done();

    FakeService(String name, List<String> events) {
        this.name = name;
        this.events = events;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Deferred<Void> start() {
        events.add("start " + name);
        return onStart;
    }

    @Override
    public Deferred<Void> stop() {
        events.add("stop " + name);
        return onStop;
    }
}

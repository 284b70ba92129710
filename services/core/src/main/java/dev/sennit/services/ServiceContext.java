package dev.sennit.services;

import dev.sennit.endpoint.EndpointContext;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a service works with.
 *
 * @param endpoints opens connections of the service's own; its reactor is the one that the service runs on
 * @param workers runs what may block; whoever runs the service waits for that work before the process ends
 * @param clock the date and time
 * @param terminal shows one line to whoever runs the service; from any thread
 */
public record ServiceContext(EndpointContext endpoints, Executor workers, Clock clock, Consumer<String> terminal) {
    /** A context of the system's clock, the reactor's workers and nobody to show a line to. */
    public static ServiceContext of(EndpointContext endpoints) {
        return new ServiceContext(endpoints, endpoints.reactor().workers(), Clock.systemUTC(), line -> {});
    }
}

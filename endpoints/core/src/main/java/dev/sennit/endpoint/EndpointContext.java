package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.memory.MemoryHub;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What endpoints work with. A value: share one among all endpoints that belong together.
 *
 * <p>It owns nothing. Whoever made the reactor shuts it down, and closes the hub before, whose connections a reactor does
 * not know.
 *
 * @param reactor opens what the endpoints name
 * @param resolver turns host names into addresses
 * @param hub where the names of {@code memory:} endpoints are
 * @param registry the types known
 */
public record EndpointContext(Reactor reactor, Resolver resolver, MemoryHub hub, EndpointRegistry registry) {
    /** A context of its own on this reactor: {@link Resolver#of} it, a hub without names, every installed type. */
    public static EndpointContext on(Reactor reactor) {
        return new EndpointContext(reactor, Resolver.of(reactor), new MemoryHub(), EndpointRegistry.installed());
    }

    /** The same with another reactor, which the resolver does not follow. */
    public EndpointContext withReactor(Reactor value) {
        return new EndpointContext(value, resolver, hub, registry);
    }

    /** The same with another resolver. */
    public EndpointContext withResolver(Resolver value) {
        return new EndpointContext(reactor, value, hub, registry);
    }

    /** The same with another hub. */
    public EndpointContext withHub(MemoryHub value) {
        return new EndpointContext(reactor, resolver, value, registry);
    }

    /** The same with other types. */
    public EndpointContext withRegistry(EndpointRegistry value) {
        return new EndpointContext(reactor, resolver, hub, value);
    }

    /**
     * Reads a string that names a place to listen.
     *
     * @throws EndpointSyntaxException if it has a mistake; the message shows where, and what would be right
     */
    public ServerEndpoint server(String text) {
        return registry.server(registry.types().bind(EndpointRole.SERVER, text), this);
    }

    /**
     * Reads a string that names a place to connect to.
     *
     * @throws EndpointSyntaxException if it has a mistake; the message shows where, and what would be right
     */
    public ClientEndpoint client(String text) {
        return registry.client(registry.types().bind(EndpointRole.CLIENT, text), this);
    }

    /**
     * Makes of a description a place to listen.
     *
     * @throws EndpointSyntaxException if it has a mistake; columns are those of its string
     */
    public ServerEndpoint server(EndpointDescription description) {
        return server(description.format());
    }

    /**
     * Makes of a description a place to connect to.
     *
     * @throws EndpointSyntaxException if it has a mistake; columns are those of its string
     */
    public ClientEndpoint client(EndpointDescription description) {
        return client(description.format());
    }

    /**
     * The server endpoint that is an argument of another.
     *
     * @throws IllegalArgumentException if it was declared as a client
     */
    public ServerEndpoint server(NestedEndpoint nested) {
        return registry.server(bind(EndpointRole.SERVER, nested), this);
    }

    /**
     * The client endpoint that is an argument of another.
     *
     * @throws IllegalArgumentException if it was declared as a server
     */
    public ClientEndpoint client(NestedEndpoint nested) {
        return registry.client(bind(EndpointRole.CLIENT, nested), this);
    }

    /**
     * The way to a host that an argument of a client type asks for.
     *
     * @param via the value of {@link Way#VIA}; empty for the straight way
     */
    public Way way(Optional<NestedEndpoint> via) {
        return Way.of(this, via);
    }

    /**
     * Begins work on a loop of the reactor, as what is timed by a loop's clock must be. From any thread.
     *
     * @param task called on the loop
     * @return the task's own answer; fails with {@link RejectedExecutionException} if the loop takes no work, as after a
     *     shutdown
     */
    public <T extends @Nullable Object> Deferred<T> onLoop(Function<EventLoop, Deferred<T>> task) {
        EventLoop loop = reactor.nextLoop();
        Deferred.Source<Void> begun = new Deferred.Source<>(loop);
        Deferred<T> answer = begun.deferred().thenCompose(none -> task.apply(loop));
        try {
            loop.execute(() -> begun.succeed(null));
        } catch (RejectedExecutionException ended) {
            begun.fail(ended);
        }
        return answer;
    }

    private Arguments bind(EndpointRole role, NestedEndpoint nested) {
        if (nested.role() != role) {
            throw new IllegalArgumentException(
                    "this argument is declared as a " + nested.role().word() + " endpoint, not as a " + role.word());
        }
        return registry.types().bind(role, nested.description());
    }
}

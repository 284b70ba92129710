package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.transport.Reactor;

/**
 * What endpoints work with: the reactor that opens them, the resolver of names, and the types that are known. A value; share one for all endpoints that belong together.
 *
 * @param reactor opens what the endpoints name
 * @param resolver turns host names into addresses
 * @param registry the types known
 */
public record EndpointContext(Reactor reactor, Resolver resolver, EndpointRegistry registry) {
    /** A context of its own on this reactor: the machine's resolver, every installed type. */
    public static EndpointContext on(Reactor reactor) {
        return new EndpointContext(reactor, Resolver.system(reactor), EndpointRegistry.installed());
    }

    /** The same with another resolver. */
    public EndpointContext withResolver(Resolver value) {
        return new EndpointContext(reactor, value, registry);
    }

    /** The same with other types. */
    public EndpointContext withRegistry(EndpointRegistry value) {
        return new EndpointContext(reactor, resolver, value);
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

    /** The server endpoint that is an argument of another. */
    public ServerEndpoint server(NestedEndpoint nested) {
        return registry.server(registry.types().bind(EndpointRole.SERVER, nested.description()), this);
    }

    /** The client endpoint that is an argument of another. */
    public ClientEndpoint client(NestedEndpoint nested) {
        return registry.client(registry.types().bind(EndpointRole.CLIENT, nested.description()), this);
    }
}

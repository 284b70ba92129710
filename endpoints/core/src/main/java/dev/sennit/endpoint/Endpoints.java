package dev.sennit.endpoint;

import dev.sennit.transport.nio.NioReactor;

/**
 * The short way to an endpoint, from a string or from a value: on the shared reactor, whose threads run only while something
 * is open. With a reactor or resolver of your own, use {@link EndpointContext}.
 *
 * <p>No other class of the endpoints names a reactor. This one does, so that a program whose endpoints are {@code memory:} or
 * of its own types needs no further module.
 */
public final class Endpoints {
    private Endpoints() {}

    /**
     * Reads a string that names a place to listen, such as {@code tcp:8007}.
     *
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if it has a mistake; the message shows where, and
     *     what would be right
     */
    public static ServerEndpoint server(String text) {
        return Shared.CONTEXT.server(text);
    }

    /**
     * Takes a place to listen that was put together in code.
     *
     * @throws IllegalArgumentException if its arguments do not fit together
     */
    public static ServerEndpoint server(ServerSpec spec) {
        return Shared.CONTEXT.server(spec);
    }

    /**
     * Reads a string that names a place to connect to, such as {@code tcp:localhost:8007}.
     *
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if it has a mistake; the message shows where, and
     *     what would be right
     */
    public static ClientEndpoint client(String text) {
        return Shared.CONTEXT.client(text);
    }

    /**
     * Takes a place to connect to that was put together in code.
     *
     * @throws IllegalArgumentException if its arguments do not fit together
     */
    public static ClientEndpoint client(ClientSpec spec) {
        return Shared.CONTEXT.client(spec);
    }

    /** The context behind these methods. */
    public static EndpointContext context() {
        return Shared.CONTEXT;
    }

    private static final class Shared {
        private static final EndpointContext CONTEXT = EndpointContext.on(NioReactor.shared());
    }
}

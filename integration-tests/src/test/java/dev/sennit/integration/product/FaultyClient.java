package dev.sennit.integration.product;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.Layer;
import dev.sennit.transport.error.LimitExceededException;

/** {@code faulty:FAULT:CLIENT}: a client endpoint of another author, which fails at a place of its own. */
final class FaultyClient implements ClientEndpointType {
    /** Where it fails. */
    enum Fault {
        /** In the call of connect. */
        CONNECT,
        /** In the call of connect, where a class is missing. */
        LINK,
        /** While the layer is made, as where two versions of a library do not fit. */
        MAKING,
        /** When the layer is to begin its handshake. */
        BEGINNING,
        /** The layer aborts for a limit. */
        LIMIT,
        /** The layer aborts, and says nothing of why. */
        ABORT;

        /** What is thrown, or aborted with. */
        Throwable failure() {
            return switch (this) {
                case LINK -> new NoClassDefFoundError("an/engine/Missing");
                case MAKING -> new NoSuchFieldError("an_engine_constant");
                case LIMIT -> new LimitExceededException("handshake bytes", 7);
                default -> new IllegalStateException("a layer's bug");
            };
        }

        boolean isBeforeItOpens() {
            return this == CONNECT || this == LINK;
        }
    }

    private static final Argument<Fault> FAULT = Argument.required(
                    "fault", ArgumentKind.choice(Fault.class), "Where it fails.")
            .positional();
    private static final Argument<Arguments> ENDPOINT =
            Argument.rest("endpoint", EndpointRole.CLIENT, "What to connect to.");
    private static final EndpointSchema SCHEMA =
            EndpointSchema.client("faulty", "Fails.").arguments(FAULT, ENDPOINT);

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        Fault fault = arguments.get(FAULT);
        ClientEndpoint below = context.client(arguments.get(ENDPOINT));
        return request -> {
            if (fault.isBeforeItOpens()) {
                raise(fault);
            }
            return below.connect(request.through(() -> faultyLayer(fault)));
        };
    }

    private static FaultyLayer faultyLayer(Fault fault) {
        if (fault == Fault.MAKING) {
            raise(fault);
        }
        return new FaultyLayer(fault);
    }

    private static void raise(Fault fault) {
        Throwable failure = fault.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private static final class FaultyLayer extends Layer {
        private final Fault fault;

        FaultyLayer(Fault fault) {
            this.fault = fault;
        }

        @Override
        public void connectionMade() {
            switch (fault) {
                case LIMIT -> below().abort(fault.failure());
                case ABORT -> below().abort();
                default -> raise(fault);
            }
        }
    }
}

package dev.sennit.small.plug;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.CountingServer;
import dev.sennit.transport.ProtocolFactory;
import java.util.List;

/** {@code counting}: state that connections share. */
public final class CountingService implements ServiceType {
    private static final Argument<Integer> LIMIT = Argument.optional(
            "limit",
            ArgumentKind.integer(1, Integer.MAX_VALUE),
            CountingServer.DEFAULT_LIMIT,
            "The most connections at a time.");

    /** For the service loader. */
    public CountingService() {}

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String help() {
        return "Tells each newcomer how many are connected.";
    }

    @Override
    public String description() {
        return "Those over the limit are told so and turned away.";
    }

    @Override
    public List<Argument<?>> options() {
        return List.of(LIMIT);
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new CountingServer(options.get(LIMIT));
    }
}

package dev.sennit.small.plug;

import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.TimeUuidServer;
import dev.sennit.transport.ProtocolFactory;

/** {@code uuid}: time-based UUIDs. */
public final class UuidService implements ServiceType {

    /** For the service loader. */
    public UuidService() {}

    @Override
    public String name() {
        return "uuid";
    }

    @Override
    public String help() {
        return "Hands out time-based UUIDs, from a menu.";
    }

    @Override
    public String description() {
        return "Send C for a UUID, X to leave. Each is unique and later than those before.";
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new TimeUuidServer();
    }
}

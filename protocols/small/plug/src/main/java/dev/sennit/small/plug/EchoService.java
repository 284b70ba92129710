package dev.sennit.small.plug;

import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.Echo;
import dev.sennit.transport.ProtocolFactory;

/** {@code echo}: every byte comes back. */
public final class EchoService implements ServiceType {

    /** For the service loader. */
    public EchoService() {}

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String help() {
        return "Sends back whatever arrives (RFC 862).";
    }

    @Override
    public String description() {
        return "A peer that does not read what comes back is not read from either.";
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return (ProtocolFactory<Echo>) Echo::new;
    }
}

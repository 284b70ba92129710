package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.util.Objects;
import java.util.Optional;

/** A client endpoint on a reactor. */
record BoundClient(EndpointDescription describe, ConnectTarget target, Connector connector, Reactor reactor)
        implements ClientEndpoint {
    @Override
    public <P extends Protocol> Deferred<P> connect(ProtocolFactory<P> factory) {
        Objects.requireNonNull(factory, "factory");
        return Connecting.outermost(factory, target, reactor.nextLoop()).by(connector, Optional.empty());
    }

    @Override
    @SuppressWarnings("unchecked") // A Deferred is only read.
    public Deferred<Protocol> connect(ConnectRequest request) {
        return (Deferred<Protocol>) request.part(target).by(connector, request.deadline());
    }

    @Override
    public String toString() {
        return describe.toString();
    }
}

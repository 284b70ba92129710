package dev.sennit.readme;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;

/** The README's three places to listen, in a context of the test's choice, so that no port of this machine is taken. */
final class SameProtocolElsewhere {
    private final EndpointContext context;
    private final List<Deferred<Listener>> opened = new ArrayList<>();

    SameProtocolElsewhere(EndpointContext context) {
        this.context = context;
    }

    List<Deferred<Listener>> listen() {
        var Endpoints = this;
        Endpoints.server("tcp:8007").listen(Echo::new); // IPv6 and IPv4
        Endpoints.server("tcp6:8008:interface=[::1]").listen(Echo::new); // IPv6, this machine only
        Endpoints.server("memory:echo").listen(Echo::new); // inside this process
        return opened;
    }

    private Place server(String text) {
        return new Place(context.server(text));
    }

    /** Notes what is opened, which the README has no need for. */
    private final class Place {
        private final ServerEndpoint endpoint;

        private Place(ServerEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @SuppressWarnings("FutureReturnValueIgnored")
        private void listen(ProtocolFactory<?> factory) {
            opened.add(endpoint.listen(factory));
        }
    }
}

package dev.sennit.readme;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.readme.AskingClient.Asker;
import dev.sennit.small.Echo;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** A place to listen and one to connect to, put together in code, in a context of the test's choice. */
final class EndpointsInCode {
    private EndpointsInCode() {}

    /** Listens and connects; returns the client's protocol. */
    static Deferred<Asker> run(EndpointContext Endpoints) {
        var port = TcpEndpoint.server(8007).onInterface("localhost");
        var place = TcpEndpoint.client("localhost", 8007).timeout(Duration.ofSeconds(5));

        Endpoints.server(port).listen(Echo::new); // as by "tcp:8007:interface=localhost"
        var asker = Endpoints.client(place).connect(Asker::new); // as by "tcp:localhost:8007:timeout=5s"
        return asker;
    }
}

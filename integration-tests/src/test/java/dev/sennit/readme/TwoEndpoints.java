package dev.sennit.readme;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.small.Echo;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;

/** The first example on endpoints, a place to listen and one to connect to, in a context of the test's choice. */
final class TwoEndpoints {
    private TwoEndpoints() {}

    /** Listens and connects; answers what comes back. */
    static Deferred<Bytes> run(EndpointContext Endpoints) {
        Deferred.Source<Bytes> heard = new Deferred.Source<>();
        class Hello implements Protocol {
            private final Transport transport;

            Hello(Transport transport) {
                this.transport = transport;
            }

            @Override
            public void connectionMade() {
                transport.write(Bytes.ascii("hello"));
            }

            @Override
            public void dataReceived(ByteBuffer data) {
                heard.succeed(Bytes.copyOf(data));
            }
        }
        Endpoints.server("tcp:8007").listen(Echo::new);
        Endpoints.client("tcp:localhost:8007:timeout=5s").connect(Hello::new);
        return heard.deferred();
    }
}

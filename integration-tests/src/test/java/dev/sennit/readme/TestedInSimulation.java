package dev.sennit.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.readme.AskingClient.Asker;
import dev.sennit.small.Echo;
import java.time.Duration;

/** The README's test of a whole network. */
final class TestedInSimulation {
    private TestedInSimulation() {}

    static void run() {
        var rules = LinkRules.DEFAULT
                .withDelay(Duration.ofMillis(1), Duration.ofSeconds(3))
                .withSplit(7);
        var network = MemoryNetwork.seeded(42).withRules(rules);
        var server = network.host("server");
        var client = network.host("client");

        network.await(EndpointContext.on(server).server("tcp:7").listen(Echo::new));
        var reply = EndpointContext.on(client)
                .client("tcp:" + server.ip().getHostAddress() + ":7")
                .connect(Asker::new)
                .thenCompose(asker -> asker.ask("still there?"));

        assertEquals("still there?", network.await(reply));
    }
}

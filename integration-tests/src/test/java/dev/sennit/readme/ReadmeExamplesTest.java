package dev.sennit.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs what the README shows; that it shows the same text is checked elsewhere. */
class ReadmeExamplesTest {
    private static final InetAddress IPV4 = TcpAddress.of("10.0.0.1", 0).ip();
    private static final InetAddress IPV6 = TcpAddress.of("::1", 0).ip();

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost host = network.host("here", IPV4, IPV6);

    @Test
    void listensWhereverTheStringSays() {
        for (Deferred<Listener> opened : new SameProtocolElsewhere(EndpointContext.on(host)).listen()) {
            assertNotNull(network.await(opened));
        }
    }

    @Test
    void asksAQuestionAndGetsTheAnswer() {
        EndpointContext context = EndpointContext.on(host).withResolver(name -> Deferred.of(List.of(IPV4)));
        network.await(context.server("tcp:8007").listen(Echo::new));
        assertEquals("hello", network.await(AskingClient.ask(context)));
    }

    @Test
    void listensAndConnectsByTwoStrings() {
        EndpointContext context = EndpointContext.on(host).withResolver(name -> Deferred.of(List.of(IPV4)));
        assertEquals(Bytes.ascii("hello"), network.await(TwoEndpoints.run(context)));
    }

    @Test
    void listensAndConnectsByTwoValues() {
        EndpointContext context = EndpointContext.on(host).withResolver(name -> Deferred.of(List.of(IPV4)));
        assertEquals("hello", network.await(EndpointsInCode.run(context).thenCompose(asker -> asker.ask("hello"))));
    }

    @Test
    void testsOneSideByHand() {
        TestedByHand.run();
    }

    @Test
    void testsAWholeNetworkWithFaults() {
        TestedInSimulation.run();
    }
}

package dev.sennit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One factory on several endpoints, in the memory network under virtual time. */
final class EndpointServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");
    private final EndpointContext context = EndpointContext.on(server);
    private final Recorder factory = new Recorder();

    /** A factory of protocols that do not leave when asked to, unless told. */
    private static final class Recorder implements ProtocolFactory<Protocol> {
        private final List<String> events = new ArrayList<>();
        private boolean stays;

        @Override
        public Protocol protocolFor(Transport transport) {
            events.add("connection");
            return new Guest();
        }

        @Override
        public Deferred<Void> start() {
            events.add("started");
            return Deferred.done();
        }

        @Override
        public Deferred<Void> stop() {
            events.add("stopped");
            return Deferred.done();
        }

        private final class Guest implements Protocol {
            @Override
            public void dataReceived(ByteBuffer data) {}

            @Override
            public boolean drainRequested() {
                return stays;
            }
        }
    }

    private EndpointService service(String... endpoints) {
        List<ServerEndpoint> servers =
                List.of(endpoints).stream().map(context::server).toList();
        return new EndpointService("test", factory, servers, LIMIT);
    }

    private void connect(int port) {
        network.await(client.connect(server.address(port), ConnectOptions.DEFAULT, transport -> data -> {}));
    }

    @Test
    void servesEveryEndpointAndCallsTheFactorysHooksOnce() {
        EndpointService service = service("tcp:1000", "tcp:2000");
        network.await(service.start());
        connect(1000);
        connect(2000);
        assertEquals(2, service.listeners().size());
        assertEquals(2, service.connections());
        network.await(service.stop());
        assertEquals(List.of("started", "connection", "connection", "stopped"), factory.events);
        assertEquals(List.of(), service.listeners());
    }

    @Test
    void opensAllEndpointsOrNone() {
        EndpointService first = service("tcp:2000");
        network.await(first.start());
        EndpointService service = service("tcp:1000", "tcp:2000");
        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> network.await(service.start()));
        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind());
        // The first endpoint is free again.
        network.await(service("tcp:1000").start());
    }

    @Test
    void reportsWhoEndedInTimeAndWhoWasCutOff() {
        EndpointService service = service("tcp:1000");
        network.await(service.start());
        connect(1000);
        assertEquals(1, network.await(service.drain(LIMIT)).endedInTime());

        factory.stays = true;
        network.await(service.start());
        connect(1000);
        Duration before = network.elapsed();
        DrainReport report = network.await(service.drain(LIMIT));
        assertEquals(1, report.cutOff().size());
        assertEquals("Guest", report.cutOff().get(0).protocol());
        assertEquals(LIMIT, network.elapsed().minus(before));
    }

    @Test
    void stopsNothingWhenNothingRuns() {
        assertEquals(0, network.await(service("tcp:1000").drain(LIMIT)).endedInTime());
    }

    @Test
    void needsAnEndpointAndALimit() {
        assertThrows(IllegalArgumentException.class, () -> service());
        assertThrows(
                IllegalArgumentException.class,
                () -> new EndpointService("test", factory, List.of(context.server("tcp:1")), Duration.ofSeconds(-1)));
    }
}

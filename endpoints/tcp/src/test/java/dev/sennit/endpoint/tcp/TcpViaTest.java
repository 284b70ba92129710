package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.memory.MemoryModule;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@code via=} makes of the target: told to hops, left out for pipes; and what is said when it fails. */
class TcpViaTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost client = network.host("client");
    private final MemoryHost gateway = network.host("gateway");
    private final List<String> legs = new ArrayList<>();
    private final Witness made = Witness.collecting();
    private final EndpointContext context = EndpointContext.on(client)
            .withRegistry(EndpointRegistry.of(List.of(new TcpModule(), new MemoryModule(), new Gate())));

    @Test
    void aHopIsToldTheTargetUnresolvedAndItsTimeLimit() {
        listen(99);

        connect("tcp:site.test:80:timeout=5s:via=[gate:" + ip() + ":99]");

        assertEquals(List.of("site.test:80 within 5s"), legs);
    }

    @Test
    void hopsNestFromTheOutside() {
        listen(99);

        connect("tcp:[2001:db8::1]:80:via=[gate:inner.test:98:via=[gate:" + ip() + ":99]]");

        assertEquals(List.of("[2001:db8::1]:80 within 30s", "inner.test:98 within 30s"), legs);
    }

    @Test
    void aHopMayBeReachedThroughAPipe() {
        listen(99);

        connect("tcp:site.test:80:via=[gate:inner.test:98:via=[tcp:" + ip() + ":99]]");

        assertEquals(List.of("site.test:80 within 30s"), legs);
    }

    @Test
    void aHopByItselfIsRefusedWhenTheStringIsRead() {
        EndpointSyntaxException mistake =
                assertThrows(EndpointSyntaxException.class, () -> context.client("gate:proxy:99"));

        assertEquals(
                "'gate' is a hop to another host, and the host is missing: give the hop to a client as via=, "
                        + "as in tcp:example.org:80:via=[gate:localhost:99]",
                mistake.problem());
    }

    @Test
    void aPipeThatCannotBeOpenedSaysWhatItWasFor() {
        ConnectFailedException failure = failure("tcp:site.test:80:via=[memory:nobody]");

        assertEquals(
                "cannot connect to site.test:80 via memory:nobody: "
                        + "cannot connect to memory:nobody: connection refused; nobody listens there",
                failure.getMessage());
        assertEquals(Kind.REFUSED, failure.kind());
        assertEquals("site.test:80", failure.target());
        assertEquals(Optional.of("memory:nobody"), failure.hop());
    }

    @Test
    void theTimeLimitHoldsForAPipeWithALongerOne() {
        network.rules(client, gateway, LinkRules.DEFAULT.withBlackhole(1));

        ConnectFailedException failure = failure("tcp:site.test:80:timeout=5s:via=[tcp:" + ip() + ":99:timeout=1h]");

        assertEquals(
                "cannot connect to site.test:80 via tcp:" + ip() + ":99:timeout=1h: cannot connect to " + ip()
                        + ":99: no connection within 5s",
                failure.getMessage());
        assertEquals(Duration.ofSeconds(5), network.elapsed());
    }

    @ParameterizedTest(name = "{0} within {1}")
    @CsvSource({"'', :timeout=1m, 60", ":timeout=5s, :timeout=1m, 5", ":timeout=1m, '', 30", "'', '', 30"})
    void aPipeHasTheTimeOfTheEndpointAroundItUnlessItHasLess(String inner, String outer, int seconds) {
        network.rules(client, gateway, LinkRules.DEFAULT.withBlackhole(1));

        ConnectFailedException failure =
                failure("tcp:site.test:80" + outer + ":via=[tcp:" + ip() + ":99" + inner + "]");

        assertEquals(Kind.TIMED_OUT, failure.kind(), failure::getMessage);
        assertEquals(Duration.ofSeconds(seconds), network.elapsed());
    }

    @Test
    void theTimeLimitHoldsForTheStraightWayToAHop() {
        network.rules(client, gateway, LinkRules.DEFAULT.withBlackhole(1));

        ConnectFailedException failure = failure("tcp:site.test:80:timeout=5s:via=[gate:" + ip() + ":99]");

        assertEquals(
                "cannot connect to site.test:80 via gate:" + ip() + ":99: cannot connect to " + ip()
                        + ":99: no connection within 5s",
                failure.getMessage());
        assertEquals(Duration.ofSeconds(5), network.elapsed());
    }

    @Test
    void whatIsForASocketOfThisMachineIsRefusedBesideAVia() {
        EndpointSyntaxException mistake = assertThrows(
                EndpointSyntaxException.class, () -> context.client("tcp:site.test:80:bind=127.0.0.1:via=[memory:x]"));

        assertEquals("bind= is for a socket of this machine; with via= that is the first hop's", mistake.problem());
    }

    @Test
    void cancellingAfterAnyNumberOfStepsLeavesNothing() {
        int steps = 0;
        while (cancelAfter(steps)) {
            steps++;
        }
        assertTrue(steps > 3, "there were " + steps + " steps to cancel at");
    }

    /** Answers whether there was still something to cancel. */
    private boolean cancelAfter(int steps) {
        Witness servers = Witness.echoing();
        Witness clients = Witness.collecting();
        var listener = network.await(gateway.listen(gateway.address(1000 + steps), ListenOptions.DEFAULT, servers));
        Deferred<Witness.Seen> answer = context.client(
                        "tcp:a.test:80:via=[gate:b.test:98:via=[tcp:" + ip() + ":" + (1000 + steps) + "]]")
                .connect(clients);
        for (int i = 0; i < steps; i++) {
            network.step();
        }
        boolean cancelled = answer.cancel();
        network.advance(Duration.ofMinutes(1));
        if (cancelled) {
            assertThrows(DeferredCancelledException.class, () -> network.await(answer));
            assertTrue(clients.isQuiet() && servers.isQuiet(), network::log);
        }
        assertEquals(cancelled ? 0 : 1, listener.connections(), network::log);
        return cancelled;
    }

    private String ip() {
        return gateway.ip().getHostAddress();
    }

    private void listen(int port) {
        network.await(gateway.listen(gateway.address(port), ListenOptions.DEFAULT, Witness.echoing()));
    }

    private Witness.Seen connect(String text) {
        return network.await(context.client(text).connect(made));
    }

    private ConnectFailedException failure(String text) {
        return assertThrows(ConnectFailedException.class, () -> connect(text));
    }

    /** A hop that notes where it is to lead, and leads to nowhere but its own door. */
    private final class Gate implements HopType {
        private static final Argument<String> HOST =
                Argument.required("host", ArgumentKind.host(), "Its host.").positional();
        private static final Argument<Integer> PORT =
                Argument.required("port", ArgumentKind.port(), "Its port.").positional();
        private static final EndpointSchema SCHEMA = EndpointSchema.hop("gate", "Leads on.")
                .arguments(HOST, PORT, HopType.VIA)
                .examples("gate:localhost:99");

        @Override
        public EndpointSchema schema() {
            return SCHEMA;
        }

        @Override
        public Connector connector(HostPort target, Arguments arguments, EndpointContext with) {
            ClientEndpoint itself =
                    with.reach(new HostPort(arguments.get(HOST), arguments.get(PORT)), arguments.find(HopType.VIA));
            return request -> {
                legs.add(target + " within " + request.deadline().orElseThrow());
                return itself.connect(request);
            };
        }
    }
}

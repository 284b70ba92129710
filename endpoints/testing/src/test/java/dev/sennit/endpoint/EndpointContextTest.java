package dev.sennit.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.deferred.DeferredFailedException;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointContextTest {
    private static final String BUG = "a type with a bug";
    private static final Argument<Secret> PASSWORD =
            Argument.optional("password", ArgumentKind.secret(), "Not to be shown.");
    private static final Argument<Arguments> VIA =
            Argument.optional("via", ArgumentKind.endpoint(EndpointRole.CLIENT), "How to get there.");

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final EndpointContext context = EndpointContext.on(network.host("here"));

    @Test
    void aMistakeInAStringThrowsAtOnce() {
        EndpointSyntaxException error = assertThrows(EndpointSyntaxException.class, () -> context.client("memry:x"));

        assertEquals(0, error.column());
        assertThrows(EndpointSyntaxException.class, () -> context.server("memory"));
    }

    @Test
    void whatATypeThrowsIsTheFailureOfTheAnswer() {
        EndpointContext broken =
                context.withRegistry(EndpointRegistry.of(List.of(new BrokenServer(), new BrokenClient())));

        Deferred<Listener> listening = broken.server("broken").listen(Witness.echoing());
        Deferred<Witness.Seen> connecting = broken.client("broken").connect(Witness.echoing());

        ListenFailedException notListening = assertThrows(ListenFailedException.class, () -> network.await(listening));
        ConnectFailedException notConnected =
                assertThrows(ConnectFailedException.class, () -> network.await(connecting));
        for (Throwable failure : List.of(notListening, notConnected)) {
            Throwable cause = failure.getCause();
            assertTrue(cause instanceof IllegalStateException && BUG.equals(cause.getMessage()), failure::toString);
        }
    }

    @Test
    void anErrorOfAConnectorFailsTheAnswer() {
        ClientEndpoint asserting = context.withRegistry(EndpointRegistry.of(List.of(new AssertingClient())))
                .client("asserting");
        Deferred<Witness.Seen> connecting = asserting.connect(Witness.collecting());

        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> network.await(connecting));

        assertTrue(failure.getCause() instanceof AssertionError, failure::toString);
    }

    @Test
    void anEndpointMakesItsConnectorAndThoseOfItsPartsOnce() {
        CountingClient counting = new CountingClient();
        EndpointContext keeping = context.withRegistry(EndpointRegistry.of(List.of(counting)));
        ClientEndpoint endpoint = keeping.client("counting:via=counting");
        assertEquals(2, counting.connectors, "before there is a connection");

        for (int i = 0; i < 3; i++) {
            assertThrows(ConnectFailedException.class, () -> network.await(endpoint.connect(Witness.echoing())));
        }

        assertEquals(2, counting.connectors);
        assertEquals(6, counting.connects);
    }

    @Test
    void aTypeMayHaveAHostAndAPortThatAreNone() {
        EndpointContext odd = context.withRegistry(EndpointRegistry.of(List.of(new OddClient())));

        ConnectFailedException failure = assertThrows(
                ConnectFailedException.class,
                () -> network.await(odd.client("odd:h:0").connect(Witness.collecting())));

        assertEquals(Optional.empty(), failure.host());
        assertEquals("cannot connect to odd:h:0: java.lang.IllegalStateException: " + BUG, failure.getMessage());
    }

    @Test
    void aTimeOutOfTheWaitNamesWhatWasWaitedFor() {
        ClientEndpoint silent = context.withRegistry(EndpointRegistry.of(List.of(new SilentClient())))
                .client("silent");
        Deferred<Witness.Seen> connecting = silent.connect(Witness.collecting());

        DeferredTimeoutException late =
                assertThrows(DeferredTimeoutException.class, () -> connecting.await(Duration.ZERO));

        assertEquals("connecting to silent timed out after 0s", late.getMessage());
    }

    @Test
    void namesInAMemoryNetworkAreItsHostsAndNoOthers() {
        MemoryHost there = network.host("there");

        assertEquals(List.of(there.ip()), network.await(context.resolver().resolve("THERE")));
        assertEquals(
                List.of(InetAddress.getLoopbackAddress()),
                network.await(context.resolver().resolve("localhost")));
        assertEquals(
                List.of(InetAddress.getLoopbackAddress()),
                network.await(context.resolver().resolve("foo.localhost")));
        DeferredFailedException unknown = assertThrows(
                DeferredFailedException.class,
                () -> network.await(context.resolver().resolve("example.org")));
        assertTrue(unknown.getCause() instanceof UnknownHostException, unknown::toString);
    }

    @Test
    void aFactoryIsNeeded() {
        assertThrows(
                NullPointerException.class, () -> context.client("memory:x").connect(missing()));
        assertThrows(
                NullPointerException.class, () -> context.server("memory:x").listen(missing()));
    }

    @SuppressWarnings("NullAway") // as from code that knows no annotations
    private static ProtocolFactory<Witness.Seen> missing() {
        return null;
    }

    @Test
    void aConnectionIsEndedThatOpensWhileTheCancelIsOnItsWay() {
        LateClient late = new LateClient();
        EndpointContext both = context.withRegistry(EndpointRegistry.of(Stream.concat(
                        Stream.of(late),
                        ServiceLoader.load(EndpointModule.class).stream().map(ServiceLoader.Provider::get))
                .toList()));
        Witness echo = Witness.echoing();
        Listener open = network.await(both.server("memory:x").listen(echo));
        Witness factory = Witness.collecting();

        Deferred<Witness.Seen> answer = both.client("late").connect(factory);
        late.whenOpen = answer::cancel;

        assertThrows(DeferredCancelledException.class, () -> network.await(answer));
        network.run();
        assertEquals(1, factory.all().size());
        assertTrue(factory.isQuiet() && echo.isQuiet(), "nothing stays open");
        network.await(open.close());
    }

    @Test
    void aSecretIsShownNowhereButInTheDescriptionsString() {
        ClientEndpoint endpoint = context.withRegistry(EndpointRegistry.of(List.of(new BrokenClient())))
                .client("broken:password=[hun:ter2]:via=[broken:password=hunter3]");

        assertEquals("broken:password=***:via=[broken:password=***]", endpoint.toString());
        assertEquals(endpoint.toString(), endpoint.describe().toString());
        assertEquals(
                "broken:password=[hun:ter2]:via=[broken:password=hunter3]",
                endpoint.describe().format());
    }

    @Test
    void anEndpointWithinAnotherIsOpenedInItsOwnRole() {
        EndpointContext nesting = context.withRegistry(EndpointRegistry.of(List.of(new BrokenClient())));
        Arguments arguments = nesting.registry().types().bind(EndpointRole.CLIENT, "broken:via=broken");
        Arguments via = arguments.get(VIA);

        assertEquals("broken", nesting.client(via).toString());
        assertThrows(IllegalArgumentException.class, () -> nesting.server(via));
    }

    @Test
    void aDescriptionMakesTheSameEndpointAsItsString() {
        EndpointDescription description = EndpointDescription.of("memory").with("a:b");

        assertEquals(description, context.server(description.format()).describe());
        assertEquals(description, context.client("memory:[a:b]").describe());
    }

    @Test
    void memoryNamesAreSharedByThoseThatShareAHub() {
        EndpointContext stranger = EndpointContext.on(network.host("there"));
        Witness echo = Witness.echoing();
        network.await(context.server("memory:x").listen(echo));

        assertNotEquals(context.hub(), stranger.hub());
        assertThrows(
                ConnectFailedException.class,
                () -> network.await(stranger.client("memory:x").connect(Witness.collecting())));
        network.await(stranger.withHub(context.hub()).client("memory:x").connect(Witness.collecting()));
        network.run();
        assertEquals(1, echo.all().size());
    }

    @Test
    void aTypeThatDeclaresItselfWithTheOtherRoleIsRefused() {
        ServerEndpointType confused = new ServerEndpointType() {
            @Override
            public EndpointSchema schema() {
                return EndpointSchema.client("confused", "Does not know what it is.");
            }

            @Override
            public Deferred<Listener> listen(Arguments given, EndpointContext with, ProtocolFactory<?> factory) {
                throw new IllegalStateException(BUG);
            }
        };

        assertThrows(IllegalArgumentException.class, () -> EndpointRegistry.of(List.of(confused)));
    }

    @Test
    void twoTypesOfOneNameAndRoleAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> EndpointRegistry.of(List.of(new BrokenClient(), new BrokenClient())));
    }

    private static final class BrokenServer implements ServerEndpointType {
        private static final EndpointSchema SERVER = EndpointSchema.server("broken", "Throws.");

        @Override
        public EndpointSchema schema() {
            return SERVER;
        }

        @Override
        public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
            throw new IllegalStateException(BUG);
        }
    }

    private static final class BrokenClient implements ClientEndpointType {
        private static final EndpointSchema CLIENT =
                EndpointSchema.client("broken", "Throws.").arguments(PASSWORD, VIA);

        @Override
        public EndpointSchema schema() {
            return CLIENT;
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            return request -> {
                throw new IllegalStateException(BUG);
            };
        }
    }

    private static final class AssertingClient implements ClientEndpointType {
        @Override
        public EndpointSchema schema() {
            return EndpointSchema.client("asserting", "Fails an assertion.");
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            return request -> {
                throw new AssertionError(BUG);
            };
        }
    }

    private static final class CountingClient implements ClientEndpointType {
        private int connectors;
        private int connects;

        @Override
        public EndpointSchema schema() {
            return EndpointSchema.client("counting", "Counts.").arguments(HopType.VIA);
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            connectors++;
            Optional<ClientEndpoint> way = arguments
                    .find(HopType.VIA)
                    .map(via -> context.reach(new HostPort("site.test", 80), Optional.of(via)));
            return request -> {
                connects++;
                return way.orElseThrow(() -> new IllegalStateException("counted"))
                        .connect(request);
            };
        }
    }

    /** Takes a port that no socket has. */
    private static final class OddClient implements ClientEndpointType {
        private static final EndpointSchema ODD = EndpointSchema.client("odd", "Throws.")
                .arguments(
                        Argument.required("host", ArgumentKind.text(), "A host.")
                                .positional(),
                        Argument.required("port", ArgumentKind.integer(0, 9), "A port.")
                                .positional());

        @Override
        public EndpointSchema schema() {
            return ODD;
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            return request -> {
                throw new IllegalStateException(BUG);
            };
        }
    }

    /** Never answers. */
    private static final class SilentClient implements ClientEndpointType {
        private static final EndpointSchema SILENT = EndpointSchema.client("silent", "Never answers.");

        @Override
        public EndpointSchema schema() {
            return SILENT;
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            return request -> new Deferred.Source<Protocol>().deferred();
        }
    }

    /** Says what it has connected, by way of a callback that takes its time. */
    private static final class LateClient implements ClientEndpointType {
        private static final EndpointSchema LATE = EndpointSchema.client("late", "Connects, and has more to do then.");

        Runnable whenOpen = () -> {};

        @Override
        public EndpointSchema schema() {
            return LATE;
        }

        @Override
        public Connector connector(Arguments arguments, EndpointContext context) {
            ClientEndpoint below = context.client("memory:x");
            return request -> below.connect(request).thenCompose(protocol -> {
                whenOpen.run();
                return Deferred.of(protocol);
            });
        }
    }
}

package dev.sennit.endpoint.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.testing.ExpectedLog;
import dev.sennit.transport.Connection;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every type of endpoint keeps to: the rules E1 to E9 of {@link ServerEndpoint} and {@link ClientEndpoint}, under
 * their numbers. Make a subclass for each type and each reactor that it runs on.
 */
public abstract class EndpointContract {
    @RegisterExtension
    protected final ExpectedLog log = new ExpectedLog();

    /** What the servers are opened with. */
    protected abstract EndpointContext servers();

    /** What the clients are opened with; may be the same. */
    protected abstract EndpointContext clients();

    /** How to let things happen. */
    protected abstract Waits waits();

    /** A server string for a place where nobody listens. */
    protected abstract String server();

    /** The server string for exactly the place of this open listener. */
    protected abstract String serverAt(Listener open);

    /** A client string that reaches this open listener. */
    protected abstract String clientOf(Listener open);

    /** Endpoints that find no end by themselves, such as a host that never answers, each under its stage's name. */
    protected Map<String, ClientEndpoint> unanswered() {
        return Map.of();
    }

    /** Whether a place takes several listeners at once: a socket that was open before them. */
    protected boolean takesSeveral() {
        return false;
    }

    /** Ends what keeps a place open whose listeners have been closed; nothing does, but for a socket open before. */
    protected void vacate() {}

    /** Server strings that have every argument of the type, in any spelling. */
    protected abstract List<String> serverSpellings();

    /** Client strings that have every argument of the type, in any spelling. */
    protected abstract List<String> clientSpellings();

    /** Texts in the spellings that are never to be shown. */
    protected List<String> secrets() {
        return List.of();
    }

    @Test
    void E1_aPlaceThatIsTakenFailsTheAnswer() {
        Listener open = listen(Witness.echoing());
        Deferred<Listener> second = servers().server(serverAt(open)).listen(Witness.echoing());
        if (takesSeveral()) {
            waits().await(waits().await(second).close());
            connectAndEcho(open);
            waits().await(open.close());
            return;
        }

        ListenFailedException failure = assertThrows(ListenFailedException.class, () -> waits().await(second));

        assertEquals(ListenFailedException.Kind.IN_USE, failure.kind(), failure::getMessage);
        assertTrue(messageOf(failure).startsWith("cannot listen on "), failure::getMessage);
        connectAndEcho(open);
        waits().await(open.close());
    }

    @Test
    void E1_aFactoryThatDoesNotStartFailsTheAnswerAndLeavesThePlaceFree() {
        IllegalStateException broken = new IllegalStateException("no");
        Listener first = listen(Witness.echoing());
        ServerEndpoint place = servers().server(serverAt(first));
        waits().await(first.close());
        ListenFailedException failure =
                assertThrows(ListenFailedException.class, () -> waits().await(place.listen(notStarting(broken))));

        assertEquals(ListenFailedException.Kind.FACTORY, failure.kind(), failure::getMessage);
        assertSame(broken, failure.getCause());
        waits().await(waits().await(place.listen(Witness.echoing())).close());
    }

    @Test
    void E2_theListenerAcceptsOnceTheAnswerIsThere() {
        Listener open = listen(Witness.echoing());

        connectAndEcho(open);

        waits().await(open.close());
    }

    @Test
    void E3_closingFreesThePlaceAndLeavesConnectionsAlone() {
        Witness echo = Witness.echoing();
        Listener first = listen(echo);
        Witness.Seen early = connect(first, Witness.collecting());
        // Until it is accepted it is the listener's, and goes with it.
        waits().until(() -> first.connections() == 1);
        String same = serverAt(first);
        waits().await(first.close());

        Listener second = waits().await(servers().server(same).listen(Witness.echoing()));

        connectAndEcho(second);
        assertEcho(early);
        early.transport().close();
        waits().until(echo::hasStopped);
        waits().await(second.close());
        waits().await(second.close());
    }

    @Test
    void E3_aListenerIsDrained() {
        Witness stubborn = Witness.collecting();
        Listener open = listen(transport -> new Stubborn(stubborn.protocolFor(transport)));
        Witness peers = Witness.collecting();
        connect(open, peers);
        // Without a protocol there is nobody to be stubborn: a handshake may still be under way on this side.
        waits().until(() -> stubborn.all().stream().anyMatch(Witness.Seen::isMade));

        DrainReport report = waits().await(open.drain(Duration.ofMillis(1)));

        assertEquals(1, report.cutOff().size(), report::toString);
        assertEquals("Stubborn", report.cutOff().get(0).protocol());
        waits().until(peers::isQuiet);
    }

    @Test
    void E4_aServersDescriptionReadsBackAsItself() {
        for (String text : serverSpellings()) {
            ServerEndpoint endpoint = servers().server(text);
            EndpointDescription described = endpoint.describe();
            EndpointDescription again = servers().server(described.format()).describe();
            assertReadsBack(text, described, again);
            assertHidesSecrets(described, endpoint);
        }
    }

    @Test
    void E5_aPlaceWhereNobodyListensFailsTheAnswer() {
        Listener open = listen(Witness.echoing());
        ClientEndpoint gone = clients().client(clientOf(open));
        waits().await(open.close());
        vacate();
        Witness made = Witness.collecting();
        Deferred<Witness.Seen> answer = gone.connect(made);

        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> waits().await(answer));

        assertEquals(ConnectFailedException.Kind.REFUSED, failure.kind(), failure::getMessage);
        assertTrue(messageOf(failure).startsWith("cannot connect to "), failure::getMessage);
        assertEquals(List.of(), made.all(), "no protocol without a connection");
    }

    @Test
    void E6_theAnswerIsTheFactorysProtocolAfterItsConnectionMade() {
        Listener open = listen(Witness.echoing());
        AtomicBoolean madeFirst = new AtomicBoolean();
        Witness factory = Witness.collecting();

        Witness.Seen protocol = waits().await(clients()
                .client(clientOf(open))
                .connect(factory)
                .whenComplete((answer, failure) -> madeFirst.set(answer != null && answer.isMade())));

        assertEquals(List.of(protocol), factory.all());
        assertTrue(madeFirst.get());
        assertEcho(protocol);
        close(open, factory);
    }

    @Test
    void E6_anEndpointConnectsAnyNumberOfTimes() {
        Listener open = listen(Witness.echoing());
        ClientEndpoint endpoint = clients().client(clientOf(open));
        Witness factory = Witness.collecting();

        assertEcho(waits().await(endpoint.connect(factory)));
        assertEcho(waits().await(endpoint.connect(factory)));

        close(open, factory);
    }

    @Test
    void E7_cancellingAtOnceLeavesNothing() {
        assertLeavesNothing(Witness.collecting(), Deferred::cancel);
    }

    @Test
    void E7_cancellingInTheFactoryLeavesNothing() {
        CompletableFuture<Deferred<?>> answer = new CompletableFuture<>();
        assertCancelLeavesNothing(Witness.collecting().whenConstructed(seen -> cancel(answer)), answer);
    }

    @Test
    void E7_cancellingInConnectionMadeLeavesNothing() {
        CompletableFuture<Deferred<?>> answer = new CompletableFuture<>();
        assertCancelLeavesNothing(Witness.collecting().whenMade(seen -> cancel(answer)), answer);
    }

    @Test
    void E7_cancellingWhatIsNeverAnsweredEndsIt() {
        unanswered().forEach((stage, endpoint) -> {
            Witness factory = Witness.collecting();
            Deferred<Witness.Seen> answer = endpoint.connect(factory);
            waitABit();
            assertFalse(answer.isDone(), () -> stage + ": was to stay without an answer");

            assertTrue(answer.cancel(), stage);

            assertThrows(DeferredCancelledException.class, () -> waits().await(answer), stage);
            waitABit();
            assertEquals(List.of(), factory.all(), stage);
        });
    }

    @Test
    void E8_aFactoryThatThrowsIsTheFailure() {
        IllegalStateException broken = new IllegalStateException("a factory's bug");
        log.expect("a factory's bug");
        Witness factory = Witness.collecting().whenConstructed(seen -> {
            throw broken;
        });

        assertSame(broken, failureOf(factory));
    }

    @Test
    void E8_aConnectionMadeThatThrowsIsTheFailure() {
        IllegalStateException broken = new IllegalStateException("a factory's bug");
        log.expect("a factory's bug");
        Witness factory = Witness.collecting().whenMade(seen -> {
            throw broken;
        });

        assertSame(broken, failureOf(factory));
        waits().until(factory::isQuiet);
    }

    @Test
    void E8_aFactoryThatRefusesIsTheFailure() {
        Throwable failure = failureOf(transport -> new Refusal("not today"));

        ConnectFailedException refused = (ConnectFailedException) failure;
        assertEquals(ConnectFailedException.Kind.REFUSED_BY_FACTORY, refused.kind());
        assertTrue(messageOf(refused).contains("not today"), refused::getMessage);
    }

    @Test
    void E8_aFactoryThatAbortsInPrepareFailsTheAnswer() {
        Witness made = Witness.collecting();
        Throwable failure = failureOf(aborting(made));

        assertEquals(
                ConnectFailedException.Kind.ENDED_EARLY,
                ((ConnectFailedException) failure).kind(),
                failure::getMessage);
        assertEquals(List.of(), made.all());
    }

    @Test
    void E8_aServersFactoryThatAbortsInPrepareLeavesNothing() {
        Witness served = Witness.collecting();
        AtomicInteger turnedAway = new AtomicInteger();
        Listener open = listen(aborting(served, turnedAway));
        Witness factory = Witness.collecting();
        Deferred<Witness.Seen> answer = clients().client(clientOf(open)).connect(factory);

        waits().until(() -> turnedAway.get() == 1 && open.connections() == 0);
        waits().until(() ->
                answer.isDone() && factory.all().stream().allMatch(seen -> !seen.isMade() || seen.isLost()));

        answer.handle((seen, failure) -> null);
        assertEquals(List.of(), served.all());
        waits().await(open.close());
    }

    @Test
    void E9_aClientsDescriptionReadsBackAsItself() {
        for (String text : clientSpellings()) {
            ClientEndpoint endpoint = clients().client(text);
            EndpointDescription described = endpoint.describe();
            EndpointDescription again = clients().client(described.format()).describe();
            assertReadsBack(text, described, again);
            assertHidesSecrets(described, endpoint);
        }
    }

    /** Opens a listener at a free place. */
    protected final Listener listen(ProtocolFactory<?> factory) {
        return waits().await(servers().server(server()).listen(factory));
    }

    /** Connects to it, sends five bytes and has them back, then closes. */
    protected final void connectAndEcho(Listener open) {
        Witness factory = Witness.collecting();
        assertEcho(connect(open, factory));
        factory.all().forEach(seen -> seen.transport().close());
        waits().until(factory::isQuiet);
    }

    private Witness.Seen connect(Listener open, Witness factory) {
        return waits().await(clients().client(clientOf(open)).connect(factory));
    }

    private void assertEcho(Witness.Seen client) {
        client.transport().write(Bytes.ascii("hello"));
        assertEquals(Bytes.ascii("hello"), waits().await(client.fiveBytes()));
    }

    /** Gives the answer to a factory that cancels it. */
    private void assertCancelLeavesNothing(Witness factory, CompletableFuture<Deferred<?>> answer) {
        assertLeavesNothing(factory, given -> {
            answer.complete(given);
            waits().until(given::isDone);
            return true;
        });
    }

    private void assertLeavesNothing(Witness factory, Predicate<Deferred<?>> cancels) {
        Witness echo = Witness.echoing();
        Listener open = listen(echo);
        Deferred<Witness.Seen> answer = clients().client(clientOf(open)).connect(factory);

        if (cancels.test(answer)) {
            assertThrows(DeferredCancelledException.class, () -> waits().await(answer));
        } else {
            // The answer was quicker, so it stands.
            waits().await(answer).transport().close();
        }

        // What comes later has passed the same doors, so nothing is under way any more.
        connectAndEcho(open);
        waits().until(() -> factory.isQuiet() && echo.isQuiet() && open.connections() == 0);
        waits().await(open.close());
        waits().until(echo::hasStopped);
    }

    private Throwable failureOf(ProtocolFactory<?> factory) {
        Witness echo = Witness.echoing();
        Listener open = listen(echo);
        Throwable failure = assertThrows(RuntimeException.class, () -> waits().await(
                        clients().client(clientOf(open)).connect(factory)));
        connectAndEcho(open);
        waits().until(() -> echo.isQuiet() && open.connections() == 0);
        waits().await(open.close());
        waits().until(echo::hasStopped);
        return failure;
    }

    private void close(Listener open, Witness clients) {
        clients.all().forEach(seen -> seen.transport().close());
        waits().until(clients::isQuiet);
        waits().await(open.close());
    }

    private void waitABit() {
        Deferred.Source<Boolean> passed = new Deferred.Source<>();
        var loop = clients().reactor().nextLoop();
        loop.execute(() -> loop.after(Duration.ofMillis(100), () -> passed.succeed(true)));
        waits().await(passed.deferred());
    }

    private void assertHidesSecrets(EndpointDescription described, Object endpoint) {
        String shown = described + " " + endpoint;
        secrets().forEach(secret -> assertFalse(shown.contains(secret), shown));
    }

    private static String messageOf(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Cancels from inside a callback, which may run before the caller of connect has the answer in hand. */
    private static void cancel(CompletableFuture<Deferred<?>> answer) {
        answer.orTimeout(10, TimeUnit.SECONDS).join().cancel();
    }

    private static void assertReadsBack(String text, EndpointDescription described, EndpointDescription again) {
        assertEquals(described, again, text);
        assertEquals(described, EndpointDescription.parse(described.format()), text);
    }

    private static ProtocolFactory<Protocol> aborting(Witness factory) {
        return aborting(factory, new AtomicInteger());
    }

    /** Ends every connection before any handshake, and counts them. */
    private static ProtocolFactory<Protocol> aborting(Witness factory, AtomicInteger aborted) {
        return new ProtocolFactory<>() {
            @Override
            public void prepare(Connection connection) {
                aborted.incrementAndGet();
                connection.abort();
            }

            @Override
            public Protocol protocolFor(Transport transport) {
                return factory.protocolFor(transport);
            }
        };
    }

    private static ProtocolFactory<Protocol> notStarting(RuntimeException why) {
        return new ProtocolFactory<>() {
            @Override
            public Protocol protocolFor(Transport transport) {
                throw new AssertionError("never started");
            }

            @Override
            public Deferred<Void> start() {
                throw why;
            }
        };
    }

    /** Does not end when it is asked to. */
    private record Stubborn(Protocol inner) implements Protocol {
        @Override
        public void connectionMade() {
            inner.connectionMade();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            inner.dataReceived(data);
        }

        @Override
        public boolean drainRequested() {
            return true;
        }
    }
}

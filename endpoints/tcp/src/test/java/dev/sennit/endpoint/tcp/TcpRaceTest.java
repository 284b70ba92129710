package dev.sennit.endpoint.tcp;

import static dev.sennit.endpoint.tcp.Ips.ip;
import static dev.sennit.endpoint.tcp.Ips.ips;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name's addresses raced in virtual time: "six" and "four" are hosts with one address each, of IPv6 and of IPv4. */
class TcpRaceTest {
    private static final String SIX = "2001:db8::1";
    private static final String FOUR = "192.0.2.1";
    private static final LinkRules SILENT = LinkRules.DEFAULT.withBlackhole(1);

    private final MemoryNetwork network = MemoryNetwork.seeded(8305);
    private final MemoryHost client = network.host("client", ip("192.0.2.9"), ip("2001:db8::9"));
    private final MemoryHost six = network.host("six", ip(SIX));
    private final MemoryHost four = network.host("four", ip(FOUR));
    private final Witness atSix = Witness.echoing();
    private final Witness atFour = Witness.echoing();
    private final Witness made = Witness.collecting();
    private final List<String> asked = new ArrayList<>();
    private Resolver resolver = name -> Deferred.of(ips(SIX + " " + FOUR));

    @Test
    void aSilentFirstAddressGivesWayToTheNextAfterTheAttemptDelay() {
        listenAtBoth();
        network.rules(client, six, SILENT);

        assertEquals(FOUR, peerOf(connect("tcp:name.test:80")));
        assertEquals(Duration.ofMillis(250), network.elapsed());
    }

    @Test
    void theAttemptDelayIsAnArgument() {
        listenAtBoth();
        network.rules(client, six, SILENT);

        connect("tcp:name.test:80:attemptDelay=2s");
        assertEquals(Duration.ofSeconds(2), network.elapsed());
    }

    @Test
    void aRefusalBringsTheNextAttemptForward() {
        listen(four, atFour);

        assertEquals(FOUR, peerOf(connect("tcp:name.test:80")));
        assertEquals(Duration.ZERO, network.elapsed());
    }

    @Test
    void aLateFirstAddressStillWins() {
        listenAtBoth();
        network.rules(client, six, delay(200));
        network.rules(client, four, SILENT);

        assertEquals(SIX, peerOf(connect("tcp:name.test:80")));
        assertEquals(Duration.ofMillis(400), network.elapsed());
    }

    @Test
    void theWinnerStopsTheOthersAndOneProtocolIsMade() {
        Listener slow = listen(six, atSix);
        listen(four, atFour);
        network.rules(client, six, delay(1_000));

        Witness.Seen winner = connect("tcp:name.test:80");
        network.advance(Duration.ofSeconds(10));

        assertEquals(List.of(winner), made.all());
        assertEquals(FOUR, peerOf(winner));
        assertEquals(0, slow.connections());
        assertTrue(atSix.isQuiet());
        assertTrue(!winner.isLost());
    }

    @Test
    void ofTwoThatOpenInTheSameInstantOneIsKept() {
        Listener first = listen(six, atSix);
        Listener second = listen(four, atFour);
        network.rules(client, six, delay(125));

        connect("tcp:name.test:80");
        network.advance(Duration.ofSeconds(10));

        assertEquals(1, made.all().size());
        assertEquals(1, first.connections() + second.connections());
    }

    @Test
    void whenNoneAnswersOneFailureTellsOfEach() {
        resolver = name -> Deferred.of(ips(SIX + " " + FOUR + " 198.51.100.7"));

        ConnectFailedException failure = failure("tcp:name.test:80");

        assertEquals(
                "cannot connect to name.test:80: none of its 3 addresses answered: "
                        + "[2001:db8::1]:80 connection refused, nothing listens there; "
                        + "192.0.2.1:80 connection refused, nothing listens there; "
                        + "198.51.100.7:80 this machine has no route to that address",
                failure.getMessage());
        assertEquals(Kind.OTHER, failure.kind());
        long others = Stream.of(failure.getSuppressed())
                .filter(ConnectFailedException.class::isInstance)
                .count();
        assertEquals(2, others);
    }

    @Test
    void whatAllHaveInCommonIsTheKind() {
        assertEquals(Kind.REFUSED, failure("tcp:name.test:80").kind());
    }

    @Test
    void aNameWithOneAddressIsNamedWithIt() {
        resolver = name -> Deferred.of(ips(FOUR));

        assertEquals(
                "cannot connect to name.test:80: 192.0.2.1:80 connection refused, nothing listens there",
                failure("tcp:name.test:80").getMessage());
    }

    @Test
    void manyFailuresAreCountedNotListed() {
        resolver = name -> Deferred.of(
                IntStream.range(1, 200).mapToObj(i -> ip("198.51.100." + i)).toList());

        String message = String.valueOf(failure("tcp:name.test:80").getMessage());

        assertTrue(message.startsWith("cannot connect to name.test:80: none of its 199 addresses answered: "), message);
        assertTrue(
                message.endsWith("198.51.100.8:80 this machine has no route to that address; and 191 more"), message);
    }

    @Test
    void addressesAreTriedAlternatingFamilies() {
        resolver = name -> Deferred.of(ips("2001:db8::a 2001:db8::b 198.51.100.1 198.51.100.2 198.51.100.3"));

        String tried = String.valueOf(failure("tcp:name.test:80").getMessage())
                .replaceAll(".*answered: ", "")
                .replaceAll(":80 this machine has no route to that address;?", "");

        assertEquals("[2001:db8::a] 198.51.100.1 [2001:db8::b] 198.51.100.2 198.51.100.3", tried);
    }

    @Test
    void cancellingAfterAnyNumberOfStepsLeavesNothing() {
        for (LinkRules sixth : List.of(delay(200), LinkRules.DEFAULT, SILENT)) {
            for (LinkRules fourth : List.of(delay(75), LinkRules.DEFAULT)) {
                int steps = 0;
                while (cancelAfter(steps, sixth, fourth)) {
                    steps++;
                }
                assertTrue(steps > 3, "there were " + steps + " steps to cancel at");
            }
        }
    }

    @Test
    void theTimeLimitCountsFromTheStartAndCoversTheLookup() {
        network.rules(client, six, SILENT);
        network.rules(client, four, SILENT);
        resolver = name -> later(Duration.ofSeconds(20), ips(SIX + " " + FOUR));

        ConnectFailedException failure = failure("tcp:name.test:80");

        assertEquals("cannot connect to name.test:80: no connection within 30s", failure.getMessage());
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertEquals(Duration.ofSeconds(30), network.elapsed());
    }

    @Test
    void theTimeLimitEndsWhenTcpIsOpenAndLeavesHandshakesToTheirLayers() {
        listen(six, Witness.collecting());
        Deferred<Witness.Seen> answer =
                context().client("tcp:name.test:80:timeout=5s").connect(made.through(Layers.Handshake::new));

        network.advance(Duration.ofMinutes(1));

        assertTrue(!answer.isDone(), "the layer waits for a word, and has no limit");
        assertTrue(answer.cancel());
        network.run();
        assertEquals(List.of(), made.all());
    }

    @Test
    void aLookupWithoutAnswerEndsWithTheTimeLimit() {
        resolver = name -> new Deferred.Source<List<InetAddress>>(client.nextLoop()).deferred();

        ConnectFailedException failure = failure("tcp:name.test:80:timeout=1500ms");

        assertEquals("cannot connect to name.test:80: no connection within 1500ms", failure.getMessage());
        assertEquals(Duration.ofMillis(1500), network.elapsed());
    }

    @Test
    void aNameWithoutAddressesIsNotFound() {
        for (Deferred<List<InetAddress>> none : List.of(
                Deferred.<List<InetAddress>>of(List.of()),
                Deferred.<List<InetAddress>>failed(new UnknownHostException("name.test")))) {
            resolver = name -> none;

            ConnectFailedException failure = failure("tcp:name.test:80");

            assertEquals("cannot connect to name.test:80: the name 'name.test' has no address", failure.getMessage());
            assertEquals(Kind.NAME_NOT_FOUND, failure.kind());
        }
    }

    @Test
    void aNameThatNoServerCanKnowIsNotAskedFor() {
        String label = "a".repeat(64);

        assertEquals(Kind.NAME_NOT_FOUND, failure("tcp:" + label + ".test:80").kind());
        assertEquals(List.of(), asked);
    }

    @Test
    void aResolverThatThrowsIsNotTakenForANameThatIsNotThere() {
        resolver = name -> {
            throw new IllegalStateException("no server set");
        };

        ConnectFailedException failure = failure("tcp:name.test:80");

        assertEquals(
                "cannot connect to name.test:80: looking up the name 'name.test' failed: no server set",
                failure.getMessage());
        assertEquals(Kind.OTHER, failure.kind());
    }

    @Test
    void literalsAreNeverLookedUp() {
        for (String host : List.of("192.0.2.7", "[2001:db8::7]", "[fe80::7%1]")) {
            assertEquals(
                    "cannot connect to " + host + ":80: this machine has no route to that address",
                    failure("tcp:" + host + ":80").getMessage());
        }
        assertEquals(
                "cannot connect to 256.0.0.1:80: '256.0.0.1' is not an IP address",
                failure("tcp:256.0.0.1:80").getMessage());
        assertEquals(
                "cannot connect to [fe80::7%none]:80: this machine has no interface 'none'",
                failure("tcp:[fe80::7%none]:80").getMessage());
        assertEquals(List.of(), asked);
    }

    @Test
    void aNameIsAskedForInTheAsciiFormOfItsLabels() {
        failure("tcp:bücher.test:80");

        assertEquals(List.of("xn--bcher-kva.test"), asked);
    }

    @Test
    void onlyAddressesOfTheFamilyBoundToAreTried() {
        listenAtBoth();

        assertEquals(FOUR, peerOf(connect("tcp:name.test:80:bind=192.0.2.9")));
        assertEquals(
                "cannot connect to [2001:db8::1]:80: it has no IPv4 address to be reached from 192.0.2.9",
                failure("tcp:[2001:db8::1]:80:bind=192.0.2.9").getMessage());
        ConnectFailedException notOurs = failure("tcp:name.test:80:bind=192.0.2.200");
        assertEquals(Kind.BIND, notOurs.kind(), notOurs.getMessage());
    }

    @Test
    void aHostThatHasBeenShutDownConnectsNoMore() {
        EndpointContext context = context();
        client.close();

        ConnectFailedException failure = assertThrows(
                ConnectFailedException.class,
                () -> network.await(context.client("tcp:name.test:80").connect(made)));

        assertEquals(Kind.UNSUPPORTED, failure.kind(), failure.getMessage());
    }

    /** Answers whether there was still something to cancel. */
    private boolean cancelAfter(int steps, LinkRules sixth, LinkRules fourth) {
        MemoryNetwork fresh = MemoryNetwork.seeded(1);
        MemoryHost from = fresh.host("client", ip("192.0.2.9"), ip("2001:db8::9"));
        MemoryHost slow = fresh.host("six", ip(SIX));
        MemoryHost quick = fresh.host("four", ip(FOUR));
        fresh.rules(from, slow, sixth);
        fresh.rules(from, quick, fourth);
        Witness servers = Witness.echoing();
        Witness clients = Witness.collecting();
        Listener atSlow = fresh.await(slow.listen(slow.address(80), ListenOptions.DEFAULT, servers));
        Listener atQuick = fresh.await(quick.listen(quick.address(80), ListenOptions.DEFAULT, servers));
        Deferred<Witness.Seen> answer = EndpointContext.on(from)
                .withResolver(name -> Deferred.of(ips(SIX + " " + FOUR)))
                .client("tcp:name.test:80")
                .connect(clients);
        for (int i = 0; i < steps; i++) {
            fresh.step();
        }
        boolean cancelled = answer.cancel();
        fresh.advance(Duration.ofMinutes(1));

        if (cancelled) {
            assertThrows(DeferredCancelledException.class, () -> fresh.await(answer));
            assertTrue(clients.isQuiet() && servers.isQuiet(), fresh::log);
            assertEquals(0, atSlow.connections() + atQuick.connections(), fresh::log);
        } else {
            assertEquals(1, clients.all().size());
            assertEquals(1, atSlow.connections() + atQuick.connections(), fresh::log);
        }
        return cancelled;
    }

    private void listenAtBoth() {
        listen(six, atSix);
        listen(four, atFour);
    }

    private Listener listen(MemoryHost host, Witness factory) {
        return network.await(host.listen(host.address(80), ListenOptions.DEFAULT, factory));
    }

    private Witness.Seen connect(String text) {
        return network.await(context().client(text).connect(made));
    }

    private ConnectFailedException failure(String text) {
        return assertThrows(ConnectFailedException.class, () -> connect(text));
    }

    private EndpointContext context() {
        return EndpointContext.on(client).withResolver(name -> {
            asked.add(name);
            return resolver.resolve(name);
        });
    }

    private Deferred<List<InetAddress>> later(Duration delay, List<InetAddress> answer) {
        Deferred.Source<List<InetAddress>> source = new Deferred.Source<>(client.nextLoop());
        client.nextLoop().after(delay, () -> source.succeed(answer));
        return source.deferred();
    }

    private static LinkRules delay(long millis) {
        return LinkRules.DEFAULT.withDelay(Duration.ofMillis(millis), Duration.ofMillis(millis));
    }

    private static String peerOf(Witness.Seen seen) {
        return ((TcpAddress) seen.transport().peer()).host();
    }
}

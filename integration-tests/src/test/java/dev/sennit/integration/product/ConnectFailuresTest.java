package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.EndpointType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.integration.product.EndpointProduct.TestFiles;
import dev.sennit.integration.product.FailureRow.Port;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.testing.ExpectedLog;
import dev.sennit.transport.Connection;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails before there is a protocol, by any installed type, is a ConnectFailedException that says where. */
class ConnectFailuresTest {
    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    /** What the second table has, since it takes the machine itself. */
    private static final Set<String> OF_THE_MACHINE = Set.of("unix", "exec");

    private static TestFiles files;

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost site = network.host("site");
    private final MemoryHost client = network.host("client");
    private final MemoryHost lost = network.host("lost");
    private final Witness made = Witness.collecting();
    private final List<Listener> open = new ArrayList<>();
    private final EndpointContext context = EndpointContext.on(client)
            .withRegistry(EndpointRegistry.of(
                    Stream.concat(installed(), Stream.of(new FaultyClient())).toList()))
            .withResolver(this::addresses);

    @BeforeAll
    static void issueCertificates(@TempDir Path directory) {
        files = TestFiles.in(directory);
    }

    private static Stream<EndpointType> installed() {
        return EndpointRegistry.installed().modules().stream().flatMap(module -> module.types().stream());
    }

    private Deferred<List<InetAddress>> addresses(String name) {
        return switch (name) {
            case "site.test", "inner.test", "proxy.test" -> Deferred.of(List.of(site.ip()));
            case "lost.test" -> Deferred.of(List.of(lost.ip()));
            case "silent.test" -> new Deferred.Source<List<InetAddress>>().deferred();
            case "broken.test" -> throw new IllegalStateException("the resolver throws");
            default -> Deferred.failed(new UnknownHostException(name));
        };
    }

    static List<FailureRow> rows() {
        return FailureRow.all(files);
    }

    private void openAllPorts() {
        network.rules(client, lost, LinkRules.DEFAULT.withBlackhole(1));
        open(Port.CLOSES, transport -> new Greeting(transport::close));
        open(Port.RESETS, transport -> new Greeting(transport::abort));
        open(Port.MUTE, transport -> new Greeting(() -> {}));
        open(Port.TALKS, transport -> new Greeting(() -> transport.write(Bytes.ascii("220 welcome\r\n"))));
        open.add(network.await(EndpointContext.on(site)
                .server("tls:6" + files.identity() + ":alpn=other")
                .listen(Witness.echoing())));
    }

    private void open(Port port, ProtocolFactory<?> factory) {
        open.add(network.await(site.listen(site.address(port.number()), ListenOptions.DEFAULT, factory)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyFailureSaysWhatWasToBeReachedAndWhereItFailed(FailureRow row) {
        openAllPorts();
        row.logged().ifPresent(log::expect);
        Deferred<Witness.Seen> answer = context.client(row.text()).connect(made);

        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> network.await(answer));

        String message = String.valueOf(failure.getMessage());
        assertEquals(row.kind(), failure.kind(), message);
        assertTrue(!row.text().contains("timeout=2s") || network.elapsed().toSeconds() <= 2, "late: " + message);
        assertEquals(row.phase(), failure.phase(), message);
        assertEquals(row.hop(), failure.hop(), message);
        assertEquals(row.target().map(HostPort::host), failure.host(), message);
        assertEquals(
                row.target().map(HostPort::port),
                failure.port().stream().boxed().findFirst(),
                message);
        row.target()
                .ifPresent(
                        target -> assertTrue(message.startsWith("cannot connect to " + target), failure::getMessage));
        row.cause()
                .ifPresent(type -> assertTrue(
                        Stream.<Throwable>iterate(failure, each -> each != null, Throwable::getCause)
                                .anyMatch(type::isInstance),
                        () -> message + " has no " + type));
        assertEquals(List.of(), made.all(), "no protocol was made");
        network.run();
        assertTrue(open.stream().allMatch(each -> each.connections() == 0), "nothing stays open");
    }

    /** Without a timeout of its own an endpoint on the way has the time of the one around it, for its TLS handshake too. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        tls:site.test:4                                                            | 30
        haproxy:tls:site.test:4                                                    | 30
        tls:site.test:4:timeout=1m                                                 | 60
        tcp:site.test:80:timeout=1m:via=[tls:proxy.test:4]                         | 60
        tcp:site.test:80:timeout=1m:via=[tls:proxy.test:4:engine=jdk]              | 60
        tcp:site.test:80:timeout=1m:via=[tls:proxy.test:4:timeout=45s]             | 45
        tcp:site.test:80:timeout=20s:via=[tls:proxy.test:4:timeout=45s]            | 20
        tls:site.test:80:timeout=1m:over=[tls:proxy.test:4]                        | 60
        tls:site.test:80:timeout=1m:via=[http-connect:proxy.test:4:tls=true]       | 60
        tcp:site.test:80:timeout=0s:via=[tls:proxy.test:4]                         | 0
        """)
    void aHandshakeOnTheWayHasTheTimeOfTheWhole(String text, int seconds) {
        openAllPorts();
        Duration before = network.elapsed();
        Deferred<Witness.Seen> answer = context.client(text).connect(made);

        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> network.await(answer));

        assertEquals(Kind.TIMED_OUT, failure.kind(), failure::getMessage);
        assertEquals(seconds, network.elapsed().minus(before).toSeconds(), failure::getMessage);
    }

    @Test
    void everyInstalledTypeIsInTheTable() {
        String all = rows().stream().map(FailureRow::text).collect(Collectors.joining(" "));
        Set<String> missing = installed()
                .map(EndpointType::schema)
                .filter(schema -> schema.role() != EndpointRole.SERVER)
                .map(schema -> schema.name())
                .filter(name -> !all.contains(name + ":") && !OF_THE_MACHINE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        unix:/nowhere/s                                    | REFUSED       | OPENING   | ''
        exec:[/nowhere/program]                            | REFUSED       | OPENING   | ''
        tls:site.test:1:over=[unix:/nowhere/s]             | REFUSED       | OPENING   | unix:/nowhere/s
        tls:site.test:1:over=[exec:cat]                    | ENDED_EARLY   | HANDSHAKE | ''
        tls:site.test:1:engine=jdk:over=[exec:cat]         | ENDED_EARLY   | HANDSHAKE | ''
        tls:site.test:1:over=[exec:true]                   | ENDED_EARLY   | HANDSHAKE | ''
        tcp:site.test:1:via=[socks5:proxy:1:via=[exec:false]] | ENDED_EARLY   | HANDSHAKE | socks5:proxy:1
        """)
    void soDoTheTypesOfTheMachine(String text, Kind kind, Phase phase, String hop) {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1))) {
            Deferred<Witness.Seen> answer =
                    EndpointContext.on(reactor).client(text).connect(made);

            ConnectFailedException failure =
                    assertThrows(ConnectFailedException.class, () -> Waits.upTo(Duration.ofSeconds(20))
                            .await(answer));

            assertEquals(kind, failure.kind(), failure::getMessage);
            assertEquals(phase, failure.phase(), failure::getMessage);
            assertEquals(hop, failure.hop().orElse(""), failure::getMessage);
            assertEquals(List.of(), made.all());
        }
    }

    @Test
    void aReactorThatHasEndedIsAConnectFailedOfEveryType() {
        network.await(context.withReactor(site).server("memory:x").listen(Witness.echoing()));
        network.await(client.shutdown());
        for (String text : List.of(
                "tcp:site.test:4",
                "tls:site.test:4",
                "memory:x",
                "haproxy:tcp:site.test:4",
                "unix:/x",
                "exec:cat",
                "tcp:site.test:1:via=[socks5:proxy.test:4]")) {
            Deferred<Witness.Seen> answer = context.client(text).connect(made);

            ConnectFailedException failure =
                    assertThrows(ConnectFailedException.class, () -> network.await(answer), text);

            assertEquals(Kind.UNSUPPORTED, failure.kind(), failure::getMessage);
        }
    }

    @Test
    void whatTheFactoryThrowsIsTheFailureItself() {
        openAllPorts();
        network.await(
                EndpointContext.on(site).server("tls:9" + files.identity()).listen(Witness.echoing()));
        for (String text : List.of("tcp:site.test:4", "haproxy:tcp:site.test:4", "tls:site.test:9" + files.trust())) {
            for (boolean whilePreparing : new boolean[] {true, false}) {
                IllegalStateException own = new IllegalStateException("a factory's bug");
                log.expect("a factory's bug");
                Deferred<Protocol> answer = context.client(text).connect(new ProtocolFactory<>() {
                    @Override
                    public void prepare(Connection connection) {
                        if (whilePreparing) {
                            throw own;
                        }
                    }

                    @Override
                    public Protocol protocolFor(Transport transport) {
                        throw own;
                    }
                });

                assertSame(own, assertThrows(IllegalStateException.class, () -> network.await(answer)), text);
            }
        }
    }

    /** Does one thing when it is connected, and ignores what it receives. */
    private record Greeting(Runnable action) implements Protocol {
        @Override
        public void connectionMade() {
            action.run();
        }

        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}

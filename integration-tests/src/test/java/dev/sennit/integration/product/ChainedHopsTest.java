package dev.sennit.integration.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.haproxy.ProxyHeader;
import dev.sennit.integration.product.EndpointProduct.TestFiles;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.testing.ExpectedLog;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hops in a row: where it broke, how long all of it may take, and what cancelling leaves. */
class ChainedHopsTest {
    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHub hub = new MemoryHub();
    private final MemoryHost proxies = network.host("proxies");
    private final MemoryHost client = network.host("client");
    private final Witness made = Witness.collecting();
    private final EndpointContext context = EndpointContext.on(client)
            .withHub(hub)
            .withResolver(host -> host.equals("site.test")
                    ? Deferred.of(List.of(Proxies.SITE))
                    : Deferred.failed(new UnknownHostException(host)));

    private Listener open(String name, ProtocolFactory<?> factory) {
        return network.await(hub.listen(name, proxies, ListenOptions.DEFAULT, factory));
    }

    private ConnectFailedException failure(String text) {
        return assertThrows(
                ConnectFailedException.class,
                () -> network.await(context.client(text).connect(made)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        nobody at the proxy | tcp:a.test:80:via=[socks5:p:1:via=[memory:nobody]] | REFUSED | \
        cannot connect to a.test:80 via socks5:p:1: cannot connect to p:1 via memory:nobody: \
        cannot connect to memory:nobody: connection refused; nobody listens there
        the target refuses | tcp:a.test:80:via=[socks5:p:1:via=[memory:socks]] | REFUSED | \
        cannot connect to a.test:80 via socks5:p:1: connection refused by the destination (reply 5)
        the target refuses behind 4 | tcp:site.test:80:via=[socks4:p:1:via=[memory:socks]] | REFUSED | \
        cannot connect to site.test:80: cannot connect to 203.0.113.1:80 via socks4:p:1: rejected or failed (reply 91)
        the target refuses behind 4a | tcp:a.test:80:via=[socks4a:p:1:via=[memory:socks]] | REFUSED | \
        cannot connect to a.test:80 via socks4a:p:1: rejected or failed (reply 91)
        the target refuses behind HTTP | tcp:a.test:80:via=[http-connect:p:1:via=[memory:http]] | REFUSED | \
        cannot connect to a.test:80 via http-connect:p:1: it answered 503 Service Unavailable
        the second proxy refuses | \
        tcp:a.test:80:via=[socks5:in:2:via=[http-connect:out:1:via=[memory:http-to-socks]]] | REFUSED | \
        cannot connect to a.test:80 via socks5:in:2: connection refused by the destination (reply 5)
        the first proxy refuses the second | tcp:a.test:80:via=[socks5:in:2:via=[http-connect:out:1:via=[memory:http]]] \
        | REFUSED | cannot connect to a.test:80 via socks5:in:2: cannot connect to in:2 via http-connect:out:1: \
        it answered 503 Service Unavailable
        a name that is not found | tcp:b.test:80:via=[socks4:p:1:via=[memory:socks]] | NAME_NOT_FOUND | \
        cannot connect to b.test:80 via socks4:p:1: cannot connect to b.test:80: its address was not found here
        IPv6 in 4a | tcp:[2001:db8::1]:80:via=[socks4a:p:1:via=[memory:socks]] | UNSUPPORTED | *
        a login is wanted | tcp:a.test:80:via=[socks5:p:1:via=[memory:login]] | NOT_PERMITTED | \
        cannot connect to a.test:80 via socks5:p:1: it wants a login, and none was given
        a wrong password | tcp:a.test:80:via=[socks5:p:1:user=bob:password=wrong:via=[memory:login]] \
        | NOT_PERMITTED | \
        cannot connect to a.test:80 via socks5:p:1: it refused the user 'bob' or the password (status 1)
        """)
    void saysAtWhichHopItBroke(String what, String text, Kind kind, String message) {
        open("socks", Proxies.socks(hub, proxies, "nothing"));
        open("login", Proxies.socksForBob(hub, proxies, "nothing"));
        open("http", Proxies.http(hub, proxies, "nothing"));
        open("http-to-socks", Proxies.http(hub, proxies, "socks"));

        if (kind == Kind.NOT_PERMITTED) {
            log.expect("refused memory:");
        }
        ConnectFailedException failure = failure(text);

        if (!message.equals("*")) {
            assertEquals(message, failure.getMessage(), what);
        }
        assertEquals(kind, failure.kind(), what);
        assertTrue(made.isQuiet());
    }

    @Test
    void theTimeLimitHoldsForTheWholeWay() {
        open("mute", Witness.collecting());
        open("http", Proxies.http(hub, proxies, "mute"));

        ConnectFailedException failure =
                failure("tcp:a.test:80:timeout=5s:via=[socks5:in:2:via=[http-connect:out:1:via=[memory:http]]]");

        assertEquals(
                "cannot connect to a.test:80 via socks5:in:2: no way was opened within 5 s; "
                        + "waited for its choice of a login",
                failure.getMessage());
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertEquals(Duration.ofSeconds(5), network.elapsed());
    }

    @Test
    void theTimeOfTheFirstHopCountsForTheSecond() {
        MemoryHost slow = network.host("slow");
        network.rules(client, slow, LinkRules.DEFAULT.withDelay(Duration.ofSeconds(2), Duration.ofSeconds(2)));
        network.await(slow.listen(slow.address(1), ListenOptions.DEFAULT, Witness.collecting()));
        EndpointContext withTcp = EndpointContext.on(client);

        ConnectFailedException failure = assertThrows(
                ConnectFailedException.class,
                () -> network.await(withTcp.client("tcp:a.test:80:timeout=5s:via=[socks5:"
                                + slow.ip().getHostAddress() + ":1]")
                        .connect(made)));

        assertEquals(Kind.TIMED_OUT, failure.kind(), failure::getMessage);
        assertEquals(Duration.ofSeconds(5), network.elapsed());
    }

    @Test
    void cancellingAfterAnyNumberOfStepsLeavesNothing() {
        int steps = 0;
        while (cancelAfter(steps)) {
            steps++;
        }
        assertTrue(steps > 10, "there were " + steps + " steps to cancel at");
    }

    /** Answers whether there was still something to cancel. */
    private boolean cancelAfter(int steps) {
        Witness servers = Witness.echoing();
        Witness clients = Witness.collecting();
        Listener site = open("site" + steps, servers);
        Listener socks = open("socks" + steps, Proxies.socks(hub, proxies, "site" + steps));
        Listener http = open("http" + steps, Proxies.http(hub, proxies, "socks" + steps));
        Deferred<Witness.Seen> answer = context.client(
                        "tcp:a.test:80:via=[socks5:in:2:via=[http-connect:out:1:via=[memory:http" + steps + "]]]")
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
        int open = site.connections() + socks.connections() + http.connections();
        assertEquals(cancelled ? 0 : 3, open, network::log);
        return cancelled;
    }

    @Test
    void aPasswordNeedsAUser() {
        assertThrows(EndpointSyntaxException.class, () -> context.client("tcp:a.test:80:via=[socks5:p:1:password=x]"));
    }

    @Test
    void aHopByItselfSaysHowItIsUsed() {
        EndpointSyntaxException mistake =
                assertThrows(EndpointSyntaxException.class, () -> context.client("socks5:localhost:1080"));
        assertEquals(
                "'socks5' is a hop to another host, and the host is missing: give the hop to a client as via=, "
                        + "as in tcp:example.org:80:via=[socks5:localhost:1080]",
                mistake.problem());
    }

    @Test
    void tlsToTheProxyIsATlsClientOnTheWay() {
        String message = String.valueOf(
                failure("tcp:a.test:80:via=[http-connect:p:1:tls=true]").getMessage());
        String wanted = "cannot connect to a.test:80 via http-connect:p:1: cannot connect to p:1 via tls:p:1: ";
        assertTrue(message.startsWith(wanted), message);
    }

    @Test
    void aProxyBehindTlsIsAskedInOneSessionAfterTheOther(@TempDir Path directory) {
        TestFiles files = TestFiles.in(directory);
        open("site", Witness.echoing());
        network.await(EndpointContext.on(proxies)
                .withHub(hub)
                .server("tls:over=[memory:secure]:engine=jdk" + files.identity())
                .listen(Proxies.socks(hub, proxies, "site")));
        ClientEndpoint endpoint = context.client("tcp:a.test:80:via=[socks5:p:1:via=[tls:" + Ground.PROXY
                + ":1:engine=jdk:over=[memory:secure]" + files.trust() + "]]");

        List<Boolean> resumed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Witness.Seen seen = network.await(endpoint.connect(made));
            seen.transport().write(Bytes.ascii("hello"));
            network.await(seen.fiveBytes());
            resumed.add(seen.transport().feature(TlsSession.class).orElseThrow().resumed());
            seen.transport().close();
            network.runUntil(seen::isLost);
        }

        assertEquals(List.of(false, true, true), resumed);
    }

    @Test
    void aPipeThatNeverOpensIsGivenUpInTime() {
        MemoryHost mute = network.host("mute");
        network.rules(client, mute, LinkRules.DEFAULT.withBlackhole(1));
        String pipe = "tcp:" + mute.ip().getHostAddress() + ":1:timeout=1h";

        ConnectFailedException failure = failure("tcp:a.test:80:timeout=5s:via=[socks5:p:1:via=[" + pipe + "]]");

        assertEquals(
                "cannot connect to a.test:80 via socks5:p:1: cannot connect to p:1 via " + pipe + ": cannot connect to "
                        + mute.ip().getHostAddress() + ":1: no connection within 5s",
                failure.getMessage());
    }

    @Test
    void theServerSeesWhoConnectedToTheProxy() {
        MemoryHost server = network.host("server");
        Witness echo = Witness.echoing();
        EndpointContext servers = EndpointContext.on(server);
        Listener listener =
                network.await(servers.server("haproxy:trusted=10.0.0.0/8:tcp:0").listen(echo));
        int port = ((TcpAddress) listener.address()).port();
        String text = "haproxy:version=2:tcp:" + server.ip().getHostAddress() + ":" + port;

        Witness.Seen here =
                network.await(EndpointContext.on(client).client(text).connect(made));
        here.transport().write(Bytes.ascii("hello"));

        assertEquals(Bytes.ascii("hello"), network.await(here.fiveBytes()));
        Witness.Seen there = echo.all().get(0);
        assertEquals(here.transport().local(), there.transport().peer());
        assertTrue(there.transport().feature(ProxyHeader.class).isPresent());
    }

    @Test
    void whoIsNotTrustedMeetsAReset() {
        log.expect("is not a trusted proxy");
        MemoryHost server = network.host("server");
        Witness echo = Witness.echoing();
        Listener listener =
                network.await(EndpointContext.on(server).server("haproxy:tcp:0").listen(echo));
        int port = ((TcpAddress) listener.address()).port();

        Witness.Seen here = network.await(EndpointContext.on(client)
                .client("haproxy:tcp:" + server.ip().getHostAddress() + ":" + port)
                .connect(made));
        network.runUntil(here::isLost);

        assertFalse(echo.all().stream().anyMatch(Witness.Seen::isMade));
    }
}

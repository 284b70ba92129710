package dev.sennit.integration.proxies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.PeerHome;
import dev.sennit.peers.Peers;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.services.ServiceTypes;
import dev.sennit.small.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our client through other people's proxies, other people's clients through ours, and PROXY headers both ways. */
class ProxyPeersIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Map<String, String> LOGIN = Map.of("AUTH", "1");
    private static final String PEER = ":user=peer:password=secret";

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    @Test
    @NeedsPeer("dante")
    void danteLeadsUsOnInEveryVersion(Peers peers, Peer dante) throws Exception {
        echoesInEveryVersion(peers, dante);
    }

    @Test
    @NeedsPeer("dante")
    void danteWantsALogin(Peers peers) throws Exception {
        assumeTrue(peers.home() != PeerHome.PROCESS, "dante's users are the system's: those of a container");
        wantsALogin(peers, "dante", "socks5");
    }

    @Test
    @NeedsPeer("microsocks")
    void microsocksLeadsUsOn(Peers peers, Peer microsocks) throws Exception {
        echoes(peers, ours.listen(peers, Echo::new), "socks5:127.0.0.1:" + microsocks.port(0));
    }

    @Test
    @NeedsPeer("microsocks")
    void microsocksWantsALogin(Peers peers) throws Exception {
        wantsALogin(peers, "microsocks", "socks5");
    }

    @Test
    @NeedsPeer("ssh")
    void sshLeadsUsOnInEveryVersion(Peers peers, Peer ssh) throws Exception {
        echoesInEveryVersion(peers, ssh);
    }

    @Test
    @NeedsPeer("ncat")
    void ncatLeadsUsOnByHttp(Peers peers, Peer ncat) throws Exception {
        echoes(peers, ours.listen(peers, Echo::new), "http-connect:127.0.0.1:" + ncat.port(0));
    }

    @Test
    @NeedsPeer("ncat")
    void ncatWantsALogin(Peers peers) throws Exception {
        wantsALogin(peers, "ncat", "http-connect");
    }

    @Test
    @NeedsPeer({"microsocks", "ssh"})
    void twoProxiesInARow(Peers peers) throws Exception {
        Peer outer = peers.start("ssh");
        Peer inner = peers.start("microsocks");
        String way = "socks5:127.0.0.1:" + inner.innerPort(0) + ":via=[socks5:127.0.0.1:" + outer.port(0) + "]";
        echoes(peers, ours.listen(peers, Echo::new), way);
    }

    @Test
    @NeedsPeer("microsocks")
    void aTargetThatRefusesIsToldByTheProxy(Peers peers, Peer microsocks) throws Exception {
        String way = "socks5:127.0.0.1:" + microsocks.port(0);
        ConnectFailedException failure = assertThrows(
                ConnectFailedException.class, () -> ours.client("tcp:" + peers.testHost() + ":1:via=[" + way + "]")
                        .connect(Caller::new)
                        .await(LIMIT));
        assertEquals(ConnectFailedException.Kind.REFUSED, failure.kind(), failure::getMessage);
        assertTrue(String.valueOf(failure.getMessage()).contains(way), failure::getMessage);
    }

    @Test
    @NeedsPeer("curl")
    void curlComesThroughOurServerInEveryVersion(Peers peers, Peer curl) throws Exception {
        String url = "http://" + peers.testHost() + ":" + ours.listen(peers, HttpPage::new) + "/";
        String proxy = peers.testHost() + ":" + serveSocks(peers, Map.of());
        for (String option : new String[] {"--socks5-hostname", "--socks5", "--socks4", "--socks4a"}) {
            assertEquals("hello", curl(curl, url, option, proxy), option);
        }
    }

    @Test
    @NeedsPeer("curl")
    void curlLogsInAtOurServer(Peers peers, Peer curl) throws Exception {
        String url = "http://" + peers.testHost() + ":" + ours.listen(peers, HttpPage::new) + "/";
        String proxy = peers.testHost() + ":" + serveSocks(peers, Map.of("user", "bob", "password", "hunter2"));
        assertEquals("hello", curl(curl, url, "--socks5-hostname", "bob:hunter2@" + proxy));
        assertEquals(
                97,
                curl.exec("curl", "-sS", "--socks5", "bob:wrong@" + proxy, url).exitCode());
        assertEquals(97, curl.exec("curl", "-sS", "--socks5", proxy, url).exitCode());
        assertEquals(97, curl.exec("curl", "-sS", "--socks4", proxy, url).exitCode());
    }

    @Test
    @NeedsPeer("proxychains")
    void proxychainsComesThroughOurServer(Peers peers, Peer proxychains) throws Exception {
        int port = serveSocks(peers, Map.of());
        String url = "http://" + peers.testHost() + ":" + ours.listen(peers, HttpPage::new) + "/";
        for (String type : new String[] {"socks5", "socks4"}) {
            Path file = Files.writeString(
                    peers.folder().resolve(type + ".conf"),
                    "strict_chain\n[ProxyList]\n" + type + " 127.0.0.1 " + port + "\n");
            assertEquals(
                    "hello",
                    proxychains
                            .exec("proxychains4", "-q", "-f", file.toString(), "curl", "-sS", "--noproxy", "*", url)
                            .outputOfSuccess());
        }
    }

    @Test
    @NeedsPeer("ncat")
    void ncatComesThroughOurServer(Peers peers, Peer ncat) throws Exception {
        int port = serveSocks(peers, Map.of("user", "bob", "password", "hunter2"));
        int echo = ours.listen(peers, Echo::new);
        String call = "(echo hello; sleep 2) | ncat --proxy-type socks5 --proxy-auth bob:hunter2 --proxy "
                + peers.testHost() + ":" + port + " " + peers.testHost() + " " + echo;
        assertEquals("hello\n", ncat.exec("sh", "-c", call).outputOfSuccess());
    }

    @Test
    @NeedsPeer("haproxy")
    void haproxyTellsUsWhoItsClientIsInBothVersions(Peers peers) throws Exception {
        int port = listenForHeaders(peers, AddressSender::new);
        Peer haproxy = peers.start("haproxy", Map.of("BACKEND", peers.testHost() + ":" + port));
        assertTold(haproxy.endpoint(1));
        assertTold(haproxy.endpoint(2));
    }

    @Test
    @NeedsPeer("nginx")
    void nginxTellsUsWhoItsClientIs(Peers peers) throws Exception {
        int port = listenForHeaders(peers, AddressSender::new);
        assertTold(peers.start("nginx", Map.of("BACKEND", peers.testHost() + ":" + port))
                .endpoint(2));
    }

    @Test
    @NeedsPeer("curl")
    void curlSendsAHeaderThatWeRead(Peers peers, Peer curl) throws Exception {
        int port = listenForHeaders(peers, HttpPage::new);
        String url = "http://" + peers.testHost() + ":" + port + "/";
        assertEquals(
                "hello",
                curl.exec("curl", "-sS", "--noproxy", "*", "--haproxy-protocol", url)
                        .outputOfSuccess());
    }

    @Test
    @NeedsPeer("nginx")
    void nginxReadsTheHeadersThatWeSend(Peer nginx) throws Exception {
        for (int version = 1; version <= 2; version++) {
            Asker asker = ours.client("haproxy:version=" + version + ":" + nginx.endpoint(3))
                    .connect(Asker::new)
                    .await(LIMIT);
            asker.transport().write(Bytes.ascii("GET / HTTP/1.0\r\n\r\n"));
            String wanted = ((TcpAddress) asker.transport().local()).host();
            assertTrue(asker.text().await(LIMIT).contains(wanted), "version " + version);
        }
    }

    private void wantsALogin(Peers peers, String role, String type) throws Exception {
        Peer proxy = peers.start(role, LOGIN);
        int echo = ours.listen(peers, Echo::new);
        String hop = type + ":127.0.0.1:" + proxy.port(0);
        echoes(peers, echo, hop + PEER);
        for (String wrong : new String[] {"", ":user=peer:password=wrong"}) {
            ConnectFailedException failure =
                    assertThrows(ConnectFailedException.class, () -> echoes(peers, echo, hop + wrong));
            assertTrue(String.valueOf(failure.getMessage()).contains(" via " + hop + ": "), failure::getMessage);
        }
    }

    private void echoesInEveryVersion(Peers peers, Peer proxy) throws InterruptedException {
        int echo = ours.listen(peers, Echo::new);
        for (String version : List.of("socks5", "socks4", "socks4a")) {
            echoes(peers, echo, version + ":127.0.0.1:" + proxy.port(0));
        }
    }

    private void echoes(Peers peers, int port, String way) throws InterruptedException {
        Caller caller = ours.client("tcp:" + peers.testHost() + ":" + port + ":via=[" + way + "]")
                .connect(Caller::new)
                .await(LIMIT);
        Bytes large = Bytes.of(new byte[1024 * 1024]);
        assertEquals(large, caller.call(large).await(LIMIT), way);
        caller.close().await(LIMIT);
    }

    private void assertTold(String endpoint) throws InterruptedException {
        Asker asker = ours.client(endpoint).connect(Asker::new).await(LIMIT);
        assertEquals(
                asker.transport().local().toString(), asker.text().await(LIMIT).strip());
    }

    /** Listens for connections that begin with a PROXY header, from anywhere. */
    private int listenForHeaders(Peers peers, ProtocolFactory<?> factory) throws InterruptedException {
        return ours.listen("haproxy:trusted=0.0.0.0/0:tcp:0:interface=" + peers.testInterface(), factory);
    }

    private static String curl(Peer beside, String url, String option, String proxy) throws InterruptedException {
        return beside.exec("curl", "-sS", option, proxy, url).outputOfSuccess();
    }

    private int serveSocks(Peers peers, Map<String, String> options) throws InterruptedException {
        ServiceType type = ServiceTypes.installed().find("socks").orElseThrow();
        Map<String, String> all = new HashMap<>(options);
        all.put("allow", "0.0.0.0/0,::/0");
        all.put("clients", "0.0.0.0/0,::/0");
        ServiceOptions read =
                ServiceOptions.read(type, all, ours.context().registry().types());
        return ours.listen(peers, type.factory(read, ServiceContext.of(ours.context())));
    }

    /** Keeps what it hears until the end. */
    private record Asker(Transport transport, ByteQueue heard, Deferred.Source<String> end) implements Protocol {
        Asker(Transport transport) {
            this(transport, new ByteQueue(), new Deferred.Source<>(transport.loop()));
        }

        Deferred<String> text() {
            return end.deferred();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.add(data);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            end.succeed(heard.takeAll().toUtf8());
        }
    }

    /** Replies to any HTTP request with a page. */
    private record HttpPage(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(Bytes.ascii("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
            transport.close();
        }
    }

    /** Sends each client the address that it connects from. */
    private record AddressSender(Transport transport) implements Protocol {
        @Override
        public void connectionMade() {
            transport.write(Bytes.ascii(transport.peer() + "\n"));
            transport.close();
        }

        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}

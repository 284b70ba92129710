package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies pass on to a server of the test, with a password and without, and so do clients that go through them. */
class ProxiesIT {
    private static final Map<String, String> WITH_PASSWORD = Map.of("AUTH", "1");

    @ParameterizedTest
    @ValueSource(strings = {"dante", "microsocks", "ssh"})
    @NeedsPeer({"dante", "microsocks", "ssh"})
    void connectsBySocks5(String role, Peers peers) throws InterruptedException {
        Peer proxy = peers.start(role);
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            relays(TextClient.connect(proxy.endpoint()).send("\5\1\0").expect("\5\0"), server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dante", "microsocks"})
    @NeedsPeer({"dante", "microsocks"})
    void connectsBySocks5WithThePasswordOnly(String role, Peers peers) throws InterruptedException {
        assumeTrue(
                role.equals("microsocks") || peers.home().isContainer(),
                "dante asks the system for its users, and only the image has one");
        Peer proxy = peers.start(role, WITH_PASSWORD);
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            TextClient.connect(proxy.endpoint())
                    .send("\5\1\0")
                    .expect("\5\u00ff")
                    .close();
            TextClient.connect(proxy.endpoint())
                    .send("\5\1\2")
                    .expect("\5\2")
                    .send("\1\4peer\5wrong")
                    .expect("\1")
                    .expectEnd();
            TextClient right = TextClient.connect(proxy.endpoint())
                    .send("\5\1\2")
                    .expect("\5\2")
                    .send("\1\4peer\6secret")
                    .expect("\1\0");
            relays(right, server);
        }
    }

    @Test
    @NeedsPeer("ncat")
    void ncatConnectsByHttp(Peers peers) throws InterruptedException {
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            String connect = "CONNECT " + server.backend() + " HTTP/1.1\r\nHost: " + server.backend() + "\r\n";
            TextClient.connect(peers.start("ncat").endpoint())
                    .send(connect + "\r\n")
                    .expect(" 200 ")
                    .expect("\r\n\r\n")
                    .send("over")
                    .expect("[over]")
                    .close();
            Peer asking = peers.start("ncat", WITH_PASSWORD);
            TextClient.connect(asking.endpoint())
                    .send(connect + "\r\n")
                    .expect(" 407 ")
                    .close();
            // peer:secret
            TextClient.connect(asking.endpoint())
                    .send(connect + "Proxy-Authorization: Basic cGVlcjpzZWNyZXQ=\r\n\r\n")
                    .expect(" 200 ")
                    .expect("\r\n\r\n")
                    .send("over")
                    .expect("[over]")
                    .close();
        }
    }

    @Test
    @NeedsPeer({"microsocks", "ncat"})
    void ncatGoesThroughSocks5(Peers peers) throws InterruptedException {
        Peer proxy = peers.start("microsocks", WITH_PASSWORD);
        try (TestServer server = TestServer.answering(peers, text -> "[" + text.strip() + "]")) {
            String call = "(echo over; sleep 2) | ncat --proxy-type socks5 --proxy-auth peer:secret --proxy 127.0.0.1:"
                    + proxy.innerPort(0) + " " + server.host() + " " + server.port();
            assertEquals("[over]", proxy.exec("sh", "-c", call).outputOfSuccess());
        }
    }

    @Test
    @NeedsPeer({"microsocks", "proxychains"})
    void proxychainsLeadsAProgramThroughSocks5(Peers peers) throws Exception {
        Peer proxy = peers.start("microsocks");
        Path settings = peers.folder().resolve("proxychains.conf");
        Files.writeString(
                settings, "strict_chain\nproxy_dns\n[ProxyList]\nsocks5 127.0.0.1 " + proxy.innerPort(0) + "\n");
        try (TestServer server =
                TestServer.answering(peers, text -> "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsennit\n")) {
            assertEquals(
                    "sennit\n",
                    proxy.exec(
                                    "proxychains4",
                                    "-q",
                                    "-f",
                                    settings.toString(),
                                    "curl",
                                    "-sS",
                                    "--noproxy",
                                    "*",
                                    "http://" + server.backend() + "/")
                            .outputOfSuccess());
        }
        // It tells of each client once that has left.
        assertTrue(proxy.log().contains("connected to"), proxy.log());
    }

    private static void relays(TextClient proxy, TestServer server) throws InterruptedException {
        String host = server.host();
        String port =
                new String(new byte[] {(byte) (server.port() >> 8), (byte) server.port()}, StandardCharsets.ISO_8859_1);
        proxy.send("\5\1\0\3" + (char) host.length() + host + port)
                .expect("\5\0\0\1")
                .send("over")
                .expect("[over]")
                .close();
    }
}

package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Each role is started and answers as it should, wherever it is at home. */
class RolesIT {
    private static final String HTTP_ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsennit\n";

    @Test
    void opensslTurnsALineAroundOverTls(@NeedsPeer("openssl") Peer peer) throws Exception {
        assertEquals("tinnes\n", overTls(peer, "sennit\n"));
    }

    @Test
    void gnutlsEchoesALineOverTls(@NeedsPeer("gnutls") Peer peer) throws Exception {
        assertEquals("sennit\n", overTls(peer, "sennit\n"));
    }

    @Test
    void twistedEchoesAnswersLinesAndNetstringsAndChats(@NeedsPeer("twisted") Peer peer) throws InterruptedException {
        TextClient.connect(peer.endpoint(0))
                .send("over and over")
                .expect("over and over")
                .close();
        TextClient.connect(peer.endpoint(1))
                .expect("hello from twisted\r\n")
                .send("first\r\nquit\r\n")
                .expect("FIRST\r\n")
                .expectEnd();
        TextClient.connect(peer.endpoint(2)).send("5:first,").expect("5:tsrif,").close();
        TextClient one = TextClient.connect(peer.endpoint(3)).expect("present: 1\r\n");
        TextClient two = TextClient.connect(peer.endpoint(3)).expect("present: 2\r\n");
        one.send("hello\r\n").expect("hello\r\n").close();
        two.expect("hello\r\n").close();
    }

    @Test
    @NeedsPeer("twisted")
    void twistedCallsAServerOfOurs(Peers peers) throws InterruptedException {
        Peer twisted = peers.start("twisted");
        try (TestServer server = TestServer.answering(peers, text -> text)) {
            String port = Integer.toString(server.port());
            String host = peers.testHost();
            assertEquals(
                    "first\nsecond\n",
                    twisted.exec("twisted_client.py", "lines", host, port, "first", "second")
                            .outputOfSuccess());
            assertEquals(
                    "first\n",
                    twisted.exec("twisted_client.py", "netstrings", host, port, "first")
                            .outputOfSuccess());
            assertEquals(
                    "firstsecond\n",
                    twisted.exec("twisted_client.py", "echo", host, port, "first", "second")
                            .outputOfSuccess());
            List<String> sums = twisted.exec("twisted_client.py", "bytes", host, port, "100000")
                    .outputOfSuccess()
                    .lines()
                    .toList();
            assertEquals(sums.get(0).substring("sent ".length()), sums.get(1).substring("received ".length()));
            assertEquals(
                    "first\nsecond\n",
                    twisted.exec("twisted_client.py", "talk", host, port, ">first", "<irs", ">second", "<eco")
                            .outputOfSuccess());
        }
    }

    @Test
    @NeedsPeer("socat")
    void socatEchoesOrRelays(Peers peers) throws InterruptedException {
        TextClient.connect(peers.start("socat").endpoint())
                .send("over")
                .expect("over")
                .close();
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            Peer relay = peers.start("socat", Map.of("BACKEND", server.backend()));
            TextClient.connect(relay.endpoint()).send("over").expect("[over]").close();
        }
    }

    @Test
    @NeedsPeer("haproxy")
    void haproxyRelaysWithAndWithoutAProxyHeader(Peers peers) throws InterruptedException {
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            Peer haproxy = peers.start("haproxy", Map.of("BACKEND", server.backend()));
            TextClient.connect(haproxy.endpoint(0))
                    .send("over")
                    .expect("[over]")
                    .close();
            TextClient.connect(haproxy.endpoint(1))
                    .send("over")
                    .expect("[PROXY TCP4 ")
                    .expect("\r\n")
                    .close();
            TextClient.connect(haproxy.endpoint(2))
                    .send("over")
                    .expect("[\r\n\r\n\0\r\nQUIT\n!\u0011")
                    .close();
            TextClient.connect(haproxy.endpoint(3))
                    .send("GET / HTTP/1.0\r\n\r\n")
                    .expect("200 OK")
                    .expect("\r\n\r\nhaproxy")
                    .expectEnd();
        }
    }

    @Test
    @NeedsPeer("nginx")
    void nginxAnswersAndPassesOn(Peers peers) throws Exception {
        try (TestServer server = TestServer.answering(peers, text -> HTTP_ANSWER)) {
            Peer nginx = peers.start("nginx", Map.of("BACKEND", server.backend()));
            TextClient.connect(nginx.endpoint())
                    .send("GET / HTTP/1.0\r\n\r\n")
                    .expect("200 OK")
                    .expect("\r\n\r\nnginx\n")
                    .expectEnd();
            TextClient.connect(nginx.endpoint())
                    .send("GET /backend/ HTTP/1.0\r\n\r\n")
                    .expect("200 OK")
                    .expect("\r\n\r\nsennit\n")
                    .expectEnd();
            TextClient.connect(nginx.endpoint(3))
                    .send("PROXY TCP4 192.0.2.7 127.0.0.1 4711 80\r\nGET / HTTP/1.0\r\n\r\n")
                    .expect("\r\n\r\n192.0.2.7 4711\n")
                    .expectEnd();
        }
        try (TestServer server = TestServer.answering(peers, text -> "[" + text + "]")) {
            Peer nginx = peers.start("nginx", Map.of("BACKEND", server.backend()));
            TextClient.connect(nginx.endpoint(2))
                    .send("over")
                    .expect("[PROXY TCP4 ")
                    .expect("\r\n")
                    .close();
        }
    }

    @Test
    void sshdGreetsAndRunsACommand(@NeedsPeer("sshd") Peer peer) throws InterruptedException {
        TextClient.connect(peer.endpoint()).expect("SSH-2.0-OpenSSH").close();
        String inner = "p=$(sed -n 's/^Port //p' sshd_config); ssh -p $p -i client_key -o BatchMode=yes"
                + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=known 127.0.0.1 echo hello 2>ssh.log"
                + " || { cat ssh.log; exit 1; }";
        assertEquals("hello\n", peer.exec("sh", "-c", inner).outputOfSuccess());
    }

    @Test
    @NeedsPeer("curl")
    void curlFetchesFromAServerOfOurs(Peers peers) throws InterruptedException {
        Peer curl = peers.start("curl");
        try (TestServer server = TestServer.answering(peers, text -> HTTP_ANSWER)) {
            Execution fetched = curl.exec("curl", "-sS", "--noproxy", "*", "http://" + server.backend() + "/");
            assertEquals("sennit\n", fetched.outputOfSuccess());
        }
    }

    @Test
    @NeedsPeer("curl")
    void curlSendsAProxyHeader(Peers peers) throws InterruptedException {
        Peer curl = peers.start("curl");
        try (TestServer server = TestServer.answering(
                peers, text -> text.startsWith("PROXY TCP4 ") ? HTTP_ANSWER : "HTTP/1.1 400 No header\r\n\r\n")) {
            String url = "http://" + server.backend() + "/";
            assertEquals(
                    "sennit\n",
                    curl.exec("curl", "-sS", "-f", "--noproxy", "*", "--haproxy-protocol", url)
                            .outputOfSuccess());
        }
    }

    @Test
    void activateStartsAProgramForAConnection(@NeedsPeer("activate") Peer peer) throws InterruptedException {
        TextClient.connect(peer.endpoint()).send("over").expect("over").close();
    }

    @Test
    @NeedsPeer({"handover", "activate"})
    void handoverHasAProgramServeItsSocket(Peers peers) throws InterruptedException {
        Peer peer = peers.start("handover", Map.of("ARGS", "systemd-socket-activate --accept --inetd cat"));
        TextClient.connect(peer.endpoint()).send("over").expect("over").close();
    }

    @Test
    @NeedsPeer("netcat")
    void netcatTalksToAServerOfOurs(Peers peers) throws InterruptedException {
        Peer netcat = peers.start("netcat");
        try (TestServer server = TestServer.answering(peers, text -> "[" + text.strip() + "]")) {
            String call = "printf 'sennit\\n' | nc.openbsd -N " + server.host() + " " + server.port();
            assertEquals("[sennit]", netcat.exec("sh", "-c", call).outputOfSuccess());
        }
    }

    /** Sends text over TLS and reads as much back; the certificate of the peer is the only one that is trusted. */
    private static String overTls(Peer peer, String text) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        byte[] pem = peer.exec("cat", "cert.pem").outputOfSuccess().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "peer", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(peer.address(0), 20_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(text.length());
            assertTrue(socket.getSession().isValid());
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }
}

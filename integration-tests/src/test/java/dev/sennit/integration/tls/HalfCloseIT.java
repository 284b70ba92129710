package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.peers.Execution;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In TLS 1.3 one side ends its output with close_notify, and still gets all that the other sends (RFC 8446, 6.1). */
@NeedsPeer("socat")
class HalfCloseIT {
    private static final int COUNT = 300_000;

    private final OurTls ourTls = new OurTls();

    @AfterEach
    void shutDown() {
        ourTls.close();
    }

    /** Counts until the peer has ended its output, and only then says how many came, and as many bytes. */
    private static final class Count implements Protocol {
        private final Transport transport;
        private int count;

        Count(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            count += data.remaining();
        }

        @Override
        public boolean inputEnded() {
            transport.write(StandardCharsets.US_ASCII.encode(count + " came\n" + "b".repeat(count) + "\n"));
            transport.close();
            return true;
        }
    }

    /** Sends, ends its output, and keeps what still comes. */
    private static final class Half implements Protocol {
        private final Transport transport;
        private final Deferred.Source<String> answer;
        private final StringBuilder heard = new StringBuilder();

        Half(Transport transport, Deferred.Source<String> answer) {
            this.transport = transport;
            this.answer = answer;
        }

        @Override
        public void connectionMade() {
            transport.write(ByteBuffer.wrap("a".repeat(COUNT).getBytes(StandardCharsets.US_ASCII)));
            transport.endOutput();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.append(StandardCharsets.US_ASCII.decode(data));
        }

        @Override
        public void connectionLost(CloseReason reason) {
            answer.succeed(heard.toString().strip());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theirClientEndsItsOutputAndHearsAllOfOurs(Engine engine, Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        Peer place = peers.start("socat");
        TlsServer server = TlsServer.of(Keys.identity(keys.server())).withSettings(engine.settings(TlsVersion.TLS_1_3));
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, Count::new)) {
            String call = "head -c " + COUNT + " /dev/zero | socat -t 20 - OPENSSL:" + peers.testHost() + ":"
                    + serving.port() + ",cafile=" + keys.file("ca.pem") + ",commonname=localhost | tr -d '\\n' | wc -c";
            Execution done = place.exec("sh", "-c", call);
            assertEquals(
                    (COUNT + " came").length() + COUNT,
                    Integer.parseInt(done.outputOfSuccess().strip()));
            assertEquals("TLSv1.3", serving.next().text());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ourClientEndsItsOutputAndHearsAllOfTheirs(Engine engine, Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        keys.write("server", keys.server());
        String port = Integer.toString(freePort());
        String listen = "OPENSSL-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork,verify=0,cert="
                + keys.file("server.pem") + ",key=" + keys.file("server.key");
        Peer server = peers.start("socat", Map.of("PORT0", port, "FROM", listen, "TO", "SYSTEM:wc -c"));
        OurTls.Client client = ourTls.client(
                TlsClient.of("localhost").withTrust(keys.trust()).withSettings(engine.settings(TlsVersion.TLS_1_3)));
        Deferred.Source<String> answer = new Deferred.Source<>();
        client.connect(TcpAddress.of(server.address(0)), transport -> new Half(transport, answer));
        Seen seen = client.next();

        assertEquals(Integer.toString(COUNT), answer.deferred().await(OurTls.LIMIT), server.log());
        assertTrue(seen.text().startsWith("TLSv1.3 peer=localhost"), seen.text());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.sennit.integration.tls.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.integration.tls.ConnectionResult;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.peers.Execution;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
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

    /** Counts the bytes until the peer ends its output; only then sends their number, and as many bytes. */
    private static final class CountingServer implements Protocol {
        private final Transport transport;
        private int count;

        CountingServer(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            count += data.remaining();
        }

        @Override
        public boolean inputEnded() {
            transport.write(StandardCharsets.US_ASCII.encode(count + " received\n" + "b".repeat(count) + "\n"));
            transport.close();
            return true;
        }
    }

    /** Sends bytes, ends its output, and keeps all that it receives. */
    private static final class HalfClosingClient implements Protocol {
        private final Transport transport;
        private final Deferred.Source<String> reply;
        private final StringBuilder received = new StringBuilder();

        HalfClosingClient(Transport transport, Deferred.Source<String> reply) {
            this.transport = transport;
            this.reply = reply;
        }

        @Override
        public void connectionMade() {
            transport.write(ByteBuffer.wrap("a".repeat(COUNT).getBytes(StandardCharsets.US_ASCII)));
            transport.endOutput();
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received.append(StandardCharsets.US_ASCII.decode(data));
        }

        @Override
        public void connectionLost(CloseReason reason) {
            reply.succeed(received.toString().strip());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theirClientEndsItsOutputAndHearsAllOfOurs(Engine engine, Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        Peer place = peers.start("socat");
        TlsServerConfig server =
                TlsServerConfig.of(Keys.identity(keys.server())).withSettings(engine.settings(TlsVersion.TLS_1_3));
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, CountingServer::new)) {
            String call = "head -c " + COUNT + " /dev/zero | socat -t 20 - OPENSSL:" + peers.testHost() + ":"
                    + serving.port() + ",cafile=" + keys.file("ca.pem") + ",commonname=localhost | tr -d '\\n' | wc -c";
            Execution done = place.exec("sh", "-c", call);
            assertEquals(
                    (COUNT + " received").length() + COUNT,
                    Integer.parseInt(done.outputOfSuccess().strip()));
            assertEquals(Outcome.agreed(TlsVersion.TLS_1_3), serving.next().outcome());
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
        OurTls.Client client = ourTls.client(TlsClientConfig.of("localhost")
                .withTrust(keys.trust())
                .withSettings(engine.settings(TlsVersion.TLS_1_3)));
        Deferred.Source<String> reply = new Deferred.Source<>();
        client.connect(TcpAddress.of(server.address(0)), transport -> new HalfClosingClient(transport, reply));
        ConnectionResult result = client.next();

        assertEquals(Integer.toString(COUNT), reply.deferred().await(OurTls.LIMIT), server.log());
        TlsSession session = result.session().orElseThrow();
        assertEquals(TlsVersion.TLS_1_3, session.version());
        assertEquals(
                "localhost", ConnectionResult.commonName(session.peerChain().get(0)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

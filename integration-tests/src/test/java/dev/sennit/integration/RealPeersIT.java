package dev.sennit.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.process.Peers;
import dev.sennit.integration.process.Program;
import dev.sennit.protocol.small.ChatRoom;
import dev.sennit.protocol.small.Echo;
import dev.sennit.protocol.small.EchoClient;
import dev.sennit.protocol.small.TimeUuidServer;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that others wrote talk to ours and ours to theirs, over the endpoint strings that both understand. */
class RealPeersIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NioReactor reactor = new NioReactor();
    private final EndpointContext context = EndpointContext.on(reactor);

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    @Test
    void netcatGetsItsLinesBackFromOurEcho() throws Exception {
        String netcat = Peers.program("nc");
        int port = listen(Echo::new);
        try (Program peer = Program.start(List.of(netcat, "-N", "127.0.0.1", Integer.toString(port)))) {
            peer.say("hello");
            assertEquals("hello", peer.line());
            peer.say("what a fine day");
            peer.endInput();
            assertEquals(List.of("what a fine day"), peer.restOfLines());
            assertEquals(0, peer.exitCode(), peer::errors);
        }
    }

    @Test
    void twistedGetsTenMebibytesBackFromOurEcho() throws Exception {
        int port = listen(Echo::new);
        try (Program peer = Peers.twisted("echo_client.py", twistedClient(port), 10 * 1024 * 1024)) {
            String sent = peer.lineAfter("sent ");
            assertEquals(sent, peer.lineAfter("received "));
            assertEquals("ConnectionDone", peer.lineAfter("ended "));
            assertEquals(0, peer.exitCode(), peer::errors);
        }
    }

    @Test
    void ourCallerIsAnsweredByTwistedsEcho() throws Exception {
        try (Program server = Peers.twisted("echo_server.py")) {
            Caller caller = context.client("tcp:127.0.0.1:" + server.lineAfter("listening on "))
                    .connect(Caller::new)
                    .await(LIMIT);
            Bytes large = Bytes.of(new byte[1024 * 1024]);
            assertEquals(large, caller.call(large).await(LIMIT));
            assertEquals(Bytes.ascii("hello"), caller.call(Bytes.ascii("hello")).await(LIMIT));
            caller.close().await(LIMIT);
        }
    }

    @Test
    void ourEchoClientIsAnsweredByTwistedsLineReceiver() throws Exception {
        List<String> shown = new ArrayList<>();
        try (Program server = Peers.twisted("line_server.py")) {
            EchoClient client = context.client("tcp:127.0.0.1:" + server.lineAfter("listening on "))
                    .connect(transport -> new EchoClient(transport, shown::add))
                    .await(LIMIT);
            assertEquals(client.received().await(LIMIT), shown);
            assertEquals(2, shown.size());
        }
    }

    @Test
    void threeTwistedClientsChatInOurRoom() throws Exception {
        String room = twistedClient(listen(new ChatRoom()));
        try (Program ann = Peers.twisted("chat_client.py", room);
                Program bob = Peers.twisted("chat_client.py", room);
                Program cid = Peers.twisted("chat_client.py", room)) {
            join(ann, "ann");
            join(bob, "bob");
            ann.lineWith("bob");
            join(cid, "cid");
            ann.lineWith("cid");
            bob.lineWith("cid");

            ann.say("hello everybody");
            assertTrue(bob.lineWith("hello everybody").contains("ann"));
            assertTrue(cid.lineWith("hello everybody").contains("ann"));
            cid.say("hello ann");
            assertTrue(ann.lineWith("hello ann").contains("cid"));
            assertTrue(bob.lineWith("hello ann").contains("cid"));

            bob.endInput();
            assertEquals(0, bob.exitCode(), bob::errors);
            ann.lineWith("bob");
            cid.lineWith("bob");
        }
    }

    @Test
    void twistedFetchesAThousandTimeUuidsOverFiftyConnectionsAndAllDiffer() throws Exception {
        int port = listen(new TimeUuidServer());
        TimeUuidAnswers.check(twistedClient(port), 50, 20);
    }

    private int listen(ProtocolFactory<?> factory) throws InterruptedException {
        return ((TcpAddress) context.server("tcp:0:interface=127.0.0.1")
                        .listen(factory)
                        .await(LIMIT)
                        .address())
                .port();
    }

    /** The string that both kits read as the same place. */
    private static String twistedClient(int port) {
        return "tcp:127.0.0.1:" + port;
    }

    private static void join(Program member, String name) throws Exception {
        member.lineWith("name");
        member.say(name);
        member.lineWith(name);
    }
}

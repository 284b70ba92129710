package dev.sennit.integration.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.Until;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.small.ChatRoom;
import dev.sennit.small.Echo;
import dev.sennit.small.EchoClient;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that others wrote talk to ours and ours to theirs. */
class TcpPeersIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NioReactor reactor = new NioReactor();
    private final EndpointContext context = EndpointContext.on(reactor);

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    @Test
    @NeedsPeer("netcat")
    void netcatGetsItsLinesBackFromOurEcho(Peers peers, Peer netcat) throws Exception {
        int port = listen(peers, Echo::new);
        String call = "printf 'hello\\nwhat a fine day\\n' | nc.openbsd -N " + peers.testHost() + " " + port;
        assertEquals("hello\nwhat a fine day\n", netcat.exec("sh", "-c", call).outputOfSuccess());
    }

    @Test
    @NeedsPeer("twisted")
    void twistedGetsTenMebibytesBackFromOurEcho(Peers peers, Peer twisted) throws Exception {
        String port = Integer.toString(listen(peers, Echo::new));
        String count = Integer.toString(10 * 1024 * 1024);
        BackgroundProgram sums =
                BackgroundProgram.start(twisted, "twisted_client.py", "bytes", peers.testHost(), port, count);
        assertEquals(
                sums.lineWith("sent ").substring("sent ".length()),
                sums.lineWith("received ").substring("received ".length()));
    }

    @Test
    @NeedsPeer("twisted")
    void ourCallerIsAnsweredByTwistedsEcho(Peer twisted) throws Exception {
        Caller caller = context.client(twisted.endpoint()).connect(Caller::new).await(LIMIT);
        Bytes large = Bytes.of(new byte[1024 * 1024]);
        assertEquals(large, caller.call(large).await(LIMIT));
        assertEquals(Bytes.ascii("hello"), caller.call(Bytes.ascii("hello")).await(LIMIT));
        caller.close().await(LIMIT);
    }

    @Test
    @NeedsPeer("twisted")
    void ourEchoClientIsAnsweredByTwistedsEcho(Peer twisted) throws Exception {
        List<String> shown = new ArrayList<>();
        EchoClient client = context.client(twisted.endpoint())
                .connect(transport -> new EchoClient(transport, shown::add))
                .await(LIMIT);
        assertEquals(client.received().await(LIMIT), shown);
        assertEquals(2, shown.size());
    }

    @Test
    @NeedsPeer("twisted")
    void threeTwistedClientsChatInOurRoom(Peers peers, Peer twisted) throws Exception {
        ChatRoom room = new ChatRoom();
        int port = listen(peers, room);
        String host = peers.testHost();
        BackgroundProgram ann = BackgroundProgram.twistedDialogue(
                twisted, host, port, "<name", ">ann", "<ann", "<bob", "<cid", ">hello everybody", "<hello ann", "<bob");
        has(room, "ann");
        BackgroundProgram bob = BackgroundProgram.twistedDialogue(
                twisted, host, port, "<name", ">bob", "<bob", "<cid", "<hello everybody", "<hello ann");
        has(room, "bob");
        BackgroundProgram cid = BackgroundProgram.twistedDialogue(
                twisted, host, port, "<name", ">cid", "<cid", "<hello everybody", ">hello ann", "<bob");
        assertTrue(bob.lineWith("hello everybody").contains("ann"));
        assertTrue(cid.lineWith("hello everybody").contains("ann"));
        assertTrue(bob.lineWith("hello ann").contains("cid"));
        assertTrue(ann.lineWith("hello ann").contains("cid"));
    }

    private int listen(Peers peers, ProtocolFactory<?> factory) throws InterruptedException {
        return ((TcpAddress) context.server("tcp:0:interface=" + peers.testInterface())
                        .listen(factory)
                        .await(LIMIT)
                        .address())
                .port();
    }

    private static void has(ChatRoom room, String name) {
        Until.isTrue(() -> room.names().contains(name), () -> name + " has not joined");
    }
}

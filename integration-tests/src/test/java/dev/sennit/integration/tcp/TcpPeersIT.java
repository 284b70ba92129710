package dev.sennit.integration.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.integration.support.Until;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.small.ChatRoom;
import dev.sennit.small.Echo;
import dev.sennit.small.EchoClient;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that others wrote talk to ours and ours to theirs. */
class TcpPeersIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    @Test
    @NeedsPeer("netcat")
    void netcatGetsItsLinesBackFromOurEcho(Peers peers, Peer netcat) throws Exception {
        int port = ours.listen(peers, Echo::new);
        String call = "printf 'hello\\nwhat a fine day\\n' | nc.openbsd -N " + peers.testHost() + " " + port;
        assertEquals("hello\nwhat a fine day\n", netcat.exec("sh", "-c", call).outputOfSuccess());
    }

    @Test
    @NeedsPeer("twisted")
    void twistedGetsTenMebibytesBackFromOurEcho(Peers peers, Peer twisted) throws Exception {
        int port = ours.listen(peers, Echo::new);
        BackgroundProgram.assertTwistedGetsBytesBack(twisted, peers.testHost(), port, 10 * 1024 * 1024);
    }

    @Test
    @NeedsPeer("twisted")
    void ourCallerIsAnsweredByTwistedsEcho(Peer twisted) throws Exception {
        Caller caller = ours.client(twisted.endpoint()).connect(Caller::new).await(LIMIT);
        Bytes large = Bytes.of(new byte[1024 * 1024]);
        assertEquals(large, caller.call(large).await(LIMIT));
        assertEquals(Bytes.ascii("hello"), caller.call(Bytes.ascii("hello")).await(LIMIT));
        caller.close().await(LIMIT);
    }

    @Test
    @NeedsPeer("twisted")
    void ourEchoClientIsAnsweredByTwistedsEcho(Peer twisted) throws Exception {
        List<String> shown = new ArrayList<>();
        EchoClient client = ours.client(twisted.endpoint())
                .connect(transport -> new EchoClient(transport, shown::add))
                .await(LIMIT);
        assertEquals(client.received().await(LIMIT), shown);
        assertEquals(2, shown.size());
    }

    @Test
    @NeedsPeer("twisted")
    void threeTwistedClientsChatInOurRoom(Peers peers, Peer twisted) throws Exception {
        ChatRoom room = new ChatRoom();
        int port = ours.listen(peers, room);
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

    private static void has(ChatRoom room, String name) {
        Until.isTrue(() -> room.names().contains(name), () -> name + " has not joined");
    }
}

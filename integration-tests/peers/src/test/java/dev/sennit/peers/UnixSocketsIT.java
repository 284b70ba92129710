package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Unix sockets in the directory that a test and its peers share. */
@NeedsPeer("socat")
@DisabledOnOs(OS.WINDOWS)
class UnixSocketsIT {
    @Test
    void socatListensOnAPathOfTheTest(Peers peers) throws Exception {
        Path path = peers.folder().resolve("echo.sock");
        Peer unused = peers.start("socat", Map.of("FROM", "UNIX-LISTEN:" + path + ",fork,mode=666"));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap("over".getBytes(StandardCharsets.US_ASCII)));
            assertEquals("over", fourBytes(channel));
        }
    }

    @Test
    void socatCallsAPathOfTheTest(Peers peers) throws Exception {
        Path path = peers.folder().resolve("ours.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Peer relay = peers.start("socat", Map.of("TO", "UNIX-CONNECT:" + path));
            TextClient client = TextClient.connect(relay.endpoint()).send("over");
            try (SocketChannel channel = server.accept()) {
                assertEquals("over", fourBytes(channel));
                channel.write(ByteBuffer.wrap("back".getBytes(StandardCharsets.US_ASCII)));
                client.expect("back").close();
            }
        }
    }

    @Test
    @DisabledOnOs(OS.MAC)
    void socatListensOnAnAbstractNameAndCallsIt(Peers peers) throws InterruptedException {
        String name = "sennit-" + peers.folder().getParent().getParent().getFileName();
        Peer server = peers.start("socat", Map.of("FROM", "ABSTRACT-LISTEN:" + name + ",fork"));
        String call = "echo over | socat -t 5 - ABSTRACT-CONNECT:" + name;
        assertEquals("over\n", server.exec("sh", "-c", call).outputOfSuccess());
    }

    private static String fourBytes(SocketChannel channel) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4);
        while (four.hasRemaining() && channel.read(four) >= 0) {
            // More is to come.
        }
        return StandardCharsets.US_ASCII.decode(four.flip()).toString();
    }
}

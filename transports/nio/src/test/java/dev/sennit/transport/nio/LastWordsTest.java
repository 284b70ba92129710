package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that says why it leaves, and resets the connection behind that. */
@Timeout(30)
class LastWordsTest {
    private static final int MOST_WRITES = 10_000;

    @Test
    void areHeardThoughAWriteMeetsTheResetFirst() throws Exception {
        try (NioReactor reactor = new NioReactor();
                ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Hearing hearing = reactor.connect(
                            TcpAddress.loopback(peer.getLocalPort()),
                            ConnectOptions.DEFAULT,
                            transport -> new Hearing(transport, peer))
                    .await(Duration.ofSeconds(10));

            CloseReason reason = hearing.lost.deferred().await(Duration.ofSeconds(10));

            assertEquals("no, since", hearing.heard.toString());
            assertInstanceOf(CloseReason.Broken.class, reason);
        }
    }

    /** It stops in the callback that meets the reset, though nobody can be told of the end before the callback returns. */
    @Test
    void aWriterThatAsksBeforeEachWriteStopsOnceTheStreamHasBroken() throws Exception {
        try (NioReactor reactor = new NioReactor();
                ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Deferred.Source<Integer> writes = new Deferred.Source<>();
            Hearing asking = reactor.connect(
                            TcpAddress.loopback(peer.getLocalPort()),
                            ConnectOptions.DEFAULT,
                            transport -> new Hearing(transport, peer) {
                                @Override
                                public void connectionMade() {
                                    super.connectionMade();
                                    int written = 0;
                                    while (transport.isWritable() && written < MOST_WRITES) {
                                        transport.write(ByteBuffer.allocate(8192));
                                        written++;
                                    }
                                    writes.succeed(written);
                                }
                            })
                    .await(Duration.ofSeconds(10));

            assertTrue(writes.deferred().await(Duration.ofSeconds(10)) < MOST_WRITES);
            assertInstanceOf(CloseReason.Broken.class, asking.lost.deferred().await(Duration.ofSeconds(10)));
        }
    }

    /** Writes only when the peer has left: nothing is read meanwhile, as the loop is held up. */
    private static class Hearing implements Protocol {
        private final Transport transport;
        private final ServerSocket peer;
        private final StringBuilder heard = new StringBuilder();
        private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

        Hearing(Transport transport, ServerSocket peer) {
            this.transport = transport;
            this.peer = peer;
        }

        @Override
        public void connectionMade() {
            try (Socket accepted = peer.accept()) {
                accepted.getOutputStream().write("no, since".getBytes(StandardCharsets.US_ASCII));
                accepted.setSoLinger(true, 0);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            transport.write(Bytes.ascii("hello"));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            heard.append(StandardCharsets.US_ASCII.decode(data));
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }
}

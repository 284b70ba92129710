package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A callback that writes to so many connections that some are sent to while it runs. */
@Timeout(60)
class ManyWritesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int GUESTS = 300;

    private final List<Guest> guests = new ArrayList<>(); // the loop's
    private final Deferred.Source<Void> all = new Deferred.Source<>();
    private final OutOfMemoryError shortage = new OutOfMemoryError("expected in the log of this test");

    @Test
    void whatOneOfThemThrowsEndsThatOneAndNotTheWriter() throws Exception {
        try (NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1), new TestSockets(Plain::new))) {
            TcpAddress address = (TcpAddress) reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Guest::new)
                    .await(LIMIT)
                    .address();
            List<Socket> peers = new ArrayList<>();
            try {
                for (int i = 0; i < GUESTS; i++) {
                    peers.add(new Socket(address.ip(), address.port()));
                    peers.get(i).setSoTimeout(20_000);
                }
                all.deferred().await(LIMIT);
                Guest writer = guests.get(0);
                Guest faulty = guests.get(1);
                peers.get(0).getOutputStream().write('x');

                CloseReason.Broken reason = assertInstanceOf(
                        CloseReason.Broken.class, faulty.lost.deferred().await(LIMIT));
                assertSame(shortage, reason.cause());
                assertEquals('!', peers.get(GUESTS - 1).getInputStream().read());
                assertFalse(writer.lost.deferred().isDone(), "the writer's connection has ended");
            } finally {
                for (Socket peer : peers) {
                    peer.close();
                }
            }
        }
    }

    private final class Guest implements Protocol {
        private final Transport transport;
        private final Deferred.Source<CloseReason> lost = new Deferred.Source<>();

        Guest(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            guests.add(this);
            if (guests.size() == GUESTS) {
                all.succeed(null);
            }
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            guests.get(1).transport.feature(Outlet.class).orElseThrow().send(new Faulty());
            guests.stream().skip(1).forEach(guest -> guest.transport.write(Bytes.ascii("!")));
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.succeed(reason);
        }
    }

    private final class Faulty implements SendItem {
        @Override
        public long send(StreamChannel channel) {
            throw shortage;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void fail(Throwable cause) {}
    }

    /** Connections that let a test send what it likes. */
    private static final class Plain extends TestStream {
        Plain(SocketChannel channel) throws IOException {
            super(channel);
        }

        @Override
        public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
            return type == Outlet.class ? Optional.of(type.cast(outlet)) : Optional.empty();
        }
    }
}

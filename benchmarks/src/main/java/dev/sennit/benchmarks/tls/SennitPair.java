package dev.sennit.benchmarks.tls;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.spi.ConnectionObserver;
import dev.sennit.transport.spi.LiveConnection;
import dev.sennit.transport.spi.StreamCarrier;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A whole stack at each end, protocol, connection and TLS layer, over a wire that is a queue. */
final class SennitPair implements TlsContender.TlsPair {
    /** Of the one thread that measures, as a loop has its own, and Netty its pool. */
    private static final ByteBuffer CHUNK = ByteBuffer.allocateDirect(1 << 16);

    private static final MemoryAddress WIRE = new MemoryAddress("wire");
    private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(1 << 16);

    private final Loop loop = new Loop();
    private final End client = new End(loop);
    private final End server = new End(loop);

    SennitPair(TlsContext clients, TlsContext servers) {
        server.open(servers);
        client.open(clients);
        carry();
        client.transport();
        server.transport();
    }

    @Override
    public boolean resumed() {
        return client.transport().feature(TlsSession.class).orElseThrow().resumed();
    }

    @Override
    public long send(int bytes) {
        long before = server.received;
        client.transport().write(PAYLOAD.limit(bytes).position(0));
        carry();
        return server.received - before;
    }

    @Override
    public void close() {
        client.transport().close();
        server.transport().close();
        carry();
    }

    private void carry() {
        boolean moved = true;
        while (moved) {
            moved = loop.run();
            moved |= client.giveTo(server);
            moved |= server.giveTo(client);
        }
    }

    /** Tasks wait their turn; time stands still. */
    private static final class Loop implements EventLoop {
        private final ManualClock clock = new ManualClock();
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        boolean run() {
            boolean any = !tasks.isEmpty();
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            return any;
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return clock.after(delay, task);
        }
    }

    /** One end's wire, and what its protocol got. */
    private static final class End extends StreamCarrier implements Protocol {
        private final ByteQueue outgoing = new ByteQueue();
        private @Nullable Transport made;
        private @Nullable Throwable failure;
        private long received;

        End(EventLoop loop) {
            super(loop, Ends.of(WIRE, WIRE), WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
        }

        void open(TlsContext tls) {
            ProtocolFactory<Protocol> factory = transport -> {
                made = transport;
                return this;
            };
            LiveConnection.open(this, factory.through(tls), new Watching());
            begin();
        }

        Transport transport() {
            Transport transport = made;
            if (transport == null) {
                throw new IllegalStateException("no handshake", failure);
            }
            return transport;
        }

        boolean giveTo(End other) {
            if (outgoing.isEmpty()) {
                return false;
            }
            outgoing.takeInto(CHUNK.clear());
            other.arrived(CHUNK.flip().asReadOnlyBuffer());
            return true;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }

        private void arrived(ByteBuffer data) {
            above().dataReceived(data);
        }

        @Override
        protected void send(ByteBuffer data) {
            outgoing.add(data);
        }

        @Override
        protected long unsentBytes() {
            return 0;
        }

        @Override
        protected void wantInput(boolean wanted) {}

        @Override
        protected void sendEnd() {
            endSent();
        }

        @Override
        protected void release(boolean reset) {}

        private final class Watching implements ConnectionObserver<Protocol> {
            @Override
            public void opened(Connection connection, Protocol protocol) {}

            @Override
            public void notOpened(Connection connection, Throwable cause) {
                failure = cause;
            }

            @Override
            public void ended(Connection connection, CloseReason reason) {}
        }
    }
}

package dev.sennit.benchmarks.tls;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.ConnectionObserver;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole stack at each end, protocol, connection and TLS layer, over a wire that is a queue. */
final class SennitPair implements TlsContender.TlsPair {
    /** Of the one thread that measures, as a loop has its own, and Netty its pool. */
    private static final ByteBuffer CHUNK = ByteBuffer.allocateDirect(1 << 16);

    private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(1 << 16);

    private final Loop loop = new Loop();
    private final End client = new End();
    private final End server = new End();

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
    private final class End implements Carrier, Protocol {
        private final ByteQueue outgoing = new ByteQueue();
        private final Address address = new MemoryAddress("wire");
        private Protocol above = data -> {};
        private @Nullable Transport made;
        private @Nullable Throwable failure;
        private long received;

        void open(TlsContext tls) {
            ProtocolFactory<Protocol> factory = transport -> {
                made = transport;
                return this;
            };
            Connection.open(this, factory.through(tls), new Watching());
            above.connectionMade();
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
            other.above.dataReceived(CHUNK.flip().asReadOnlyBuffer());
            return true;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            received += data.remaining();
        }

        @Override
        public void carry(Protocol protocol) {
            above = protocol;
        }

        @Override
        public void write(ByteBuffer data) {
            outgoing.add(data);
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}

        @Override
        public void abort(Throwable cause) {
            failure = cause;
        }

        @Override
        public void endOutput() {}

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public boolean isReading() {
            return true;
        }

        @Override
        public Address local() {
            return address;
        }

        @Override
        public Address peer() {
            return address;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public <T> Optional<T> feature(Class<T> type) {
            return Optional.empty();
        }

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

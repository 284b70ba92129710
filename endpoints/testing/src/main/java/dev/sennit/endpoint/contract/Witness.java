package dev.sennit.endpoint.contract;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A factory that remembers what became of its protocols. */
public final class Witness implements ProtocolFactory<Witness.Seen> {
    private final boolean echoes;
    private final Consumer<Seen> whenConstructed;
    private final Consumer<Seen> whenMade;
    private final List<Seen> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();

    private Witness(boolean echoes, Consumer<Seen> whenConstructed, Consumer<Seen> whenMade) {
        this.echoes = echoes;
        this.whenConstructed = whenConstructed;
        this.whenMade = whenMade;
    }

    /** Its protocols send back what they receive. */
    public static Witness echoing() {
        return new Witness(true, seen -> {}, seen -> {});
    }

    /** Its protocols only collect. */
    public static Witness collecting() {
        return new Witness(false, seen -> {}, seen -> {});
    }

    /** Does something in {@code protocolFor}. */
    public Witness whenConstructed(Consumer<Seen> action) {
        return new Witness(echoes, action, whenMade);
    }

    /** Does something in {@code connectionMade}. */
    public Witness whenMade(Consumer<Seen> action) {
        return new Witness(echoes, whenConstructed, action);
    }

    @Override
    public Seen protocolFor(Transport transport) {
        Seen seen = new Seen(transport);
        all.add(seen);
        whenConstructed.accept(seen);
        return seen;
    }

    @Override
    public Deferred<Void> start() {
        starts.incrementAndGet();
        return Deferred.done();
    }

    @Override
    public Deferred<Void> stop() {
        stops.incrementAndGet();
        return Deferred.done();
    }

    /** Every protocol made. */
    public List<Seen> all() {
        return all;
    }

    /** Whether each {@code connectionMade} has been followed by a {@code connectionLost}. */
    public boolean isQuiet() {
        return all.stream().allMatch(seen -> !seen.made || seen.lost);
    }

    /** Whether listeners have used it, and none does any more. */
    public boolean hasStopped() {
        return starts.get() > 0 && starts.get() == stops.get();
    }

    /** A protocol that remembers its callbacks. */
    public final class Seen implements Protocol {
        private final Transport transport;
        private final ByteQueue received = new ByteQueue();
        private final Deferred.Source<Bytes> fiveBytes = new Deferred.Source<>();
        private volatile boolean made;
        private volatile boolean lost;

        private Seen(Transport transport) {
            this.transport = transport;
        }

        /** Its end of the connection. */
        public Transport transport() {
            return transport;
        }

        /** The first five bytes. */
        public Deferred<Bytes> fiveBytes() {
            return fiveBytes.deferred();
        }

        /** Whether {@code connectionMade} was called. */
        public boolean isMade() {
            return made;
        }

        /** Whether {@code connectionLost} was called. */
        public boolean isLost() {
            return lost;
        }

        @Override
        public void connectionMade() {
            made = true;
            whenMade.accept(this);
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            if (echoes) {
                transport.write(data);
                return;
            }
            received.add(data);
            if (received.length() >= 5) {
                fiveBytes.succeed(received.take(5));
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = true;
        }
    }
}

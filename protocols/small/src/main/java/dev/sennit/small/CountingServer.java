package dev.sennit.small;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts its connections, tells each newcomer how many there are with it, and turns away those over the limit, politely.
 *
 * <p>The count is right for connections on several loops, and goes down when one ends, however it ends.
 */
public final class CountingServer implements ProtocolFactory<Protocol> {
    /** The limit unless another is given: 100 connections. */
    public static final int DEFAULT_LIMIT = 100;

    private final int limit;
    private final AtomicInteger count = new AtomicInteger();

    /** Creates a server of up to 100 connections at a time. */
    public CountingServer() {
        this(DEFAULT_LIMIT);
    }

    /**
     * Creates a server.
     *
     * @param limit the most connections at a time, 1 or more
     */
    public CountingServer(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, not " + limit);
        }
        this.limit = limit;
    }

    /** Number of connections now, without those that were turned away. */
    public int count() {
        return count.get();
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        return new Guest(transport);
    }

    private final class Guest implements Protocol {
        private final Transport transport;
        private boolean counted;

        Guest(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void connectionMade() {
            // One step, so that two newcomers on two loops never both get the last place.
            int before = count.getAndUpdate(now -> Math.min(now + 1, limit));
            if (before == limit) {
                transport.write(TextLines.line("Sorry, there are " + limit + " connections already. Try again later."));
                transport.close();
                return;
            }
            counted = true;
            transport.write(
                    TextLines.line("Welcome! You are connection " + (before + 1) + " of at most " + limit + "."));
        }

        /** Throws away what the peer says. */
        @Override
        public void dataReceived(ByteBuffer data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            if (counted) {
                count.decrementAndGet();
            }
        }
    }
}

package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.spi.ConnectionGroup;
import dev.sennit.transport.spi.StreamCarrier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Names inside one process, and connections to them: each end lives on a loop of whatever reactor its side brings.
 *
 * <p>All methods may be called from any thread. A reactor that shuts down aborts the connections that live on its loops, as
 * it does its own, but they do not keep its threads running; nor does it close listeners here, whose names stay taken
 * until they are closed.
 *
 * <p>Of the options only the marks count: no connection waits to be accepted here, and there are no sockets.
 */
public final class MemoryHub implements AutoCloseable {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Set<MemoryConnection> live = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final MemoryConnection.Conditions conditions;

    /** Makes a hub without names, whose connections have a window of 64 KiB. */
    public MemoryHub() {
        this(MemoryConnection.WINDOW_BYTES, CloseTimeouts.DEFAULT);
    }

    /**
     * Makes a hub without names.
     *
     * @param windowBytes so many bytes of a connection, 1 or more, may be under way or unread each way
     * @param timeouts how long closed connections wait for their peers
     */
    public MemoryHub(int windowBytes, CloseTimeouts timeouts) {
        this.conditions = new MemoryConnection.Conditions(windowBytes, timeouts);
    }

    /**
     * Opens a listener at a name.
     *
     * @param reactor whose loops the accepted connections live on
     * @return the listener; fails with {@link ListenFailedException} if the name is taken or the factory does not start
     */
    public Deferred<Listener> listen(String name, Reactor reactor, ListenOptions options, ProtocolFactory<?> factory) {
        MemoryAddress address = new MemoryAddress(name);
        Entry entry = new Entry(reactor);
        EventLoop loop = reactor.nextLoop();
        if (entries.putIfAbsent(name, entry) != null) {
            Throwable inUse = new ListenFailedException(
                    address.toString(), ListenFailedException.Kind.IN_USE, "the name is already in use", null);
            return Deferred.<Listener>failed(inUse).on(loop);
        }
        return ConnectionGroup.start(factory, address)
                .on(loop)
                .whenComplete((group, failure) -> {
                    if (failure != null) {
                        entries.remove(name, entry);
                    }
                })
                .thenApply(group -> {
                    Listener listener = group.listener(address, loop, () -> entries.remove(name, entry));
                    entry.listening = new Listening(listener, group, options);
                    return listener;
                });
    }

    /**
     * Opens a connection to a name.
     *
     * @param reactor whose loop this end lives on
     * @return the factory's protocol, after its {@code connectionMade}; cancel to give up. Fails with {@link ConnectFailedException}
     *     if nobody listens at the name, and if one of the two loops has ended
     */
    public <P extends Protocol> Deferred<P> connect(
            String name, Reactor reactor, ConnectOptions options, ProtocolFactory<P> factory) {
        MemoryAddress address = new MemoryAddress(name);
        Entry entry = entries.get(name);
        Listening listening = entry == null ? null : entry.listening;
        EventLoop clientLoop = reactor.nextLoop();
        if (entry == null || listening == null) {
            return Deferred.<P>failed(refused(address)).on(clientLoop);
        }
        EventLoop serverLoop = entry.reactor.nextLoop();
        ConnectAttempt<P> attempt = new ConnectAttempt<>(clientLoop, factory);
        attempt.onGivenUp(() -> {});
        var ends = StreamCarrier.Ends.of(new MemoryAddress("#" + numbers.incrementAndGet()), address);
        MemoryConnection client = new MemoryConnection(clientLoop, ends, options.marks(), conditions);
        MemoryConnection server = new MemoryConnection(
                serverLoop, ends.reversed(), listening.options().marks(), conditions);
        DirectWire.join(client, server);
        try {
            serverLoop.execute(() -> meet(attempt, client, listening, server));
        } catch (RejectedExecutionException noLoop) {
            attempt.fail(refused(address));
        }
        return attempt.answer();
    }

    /** Closes every listener and aborts every connection. */
    @Override
    public void close() {
        for (Entry entry : List.copyOf(entries.values())) {
            Listening listening = entry.listening;
            if (listening != null) {
                listening.listener().close();
            }
        }
        for (MemoryConnection connection : live) {
            try {
                connection.loop().execute(() -> connection.loopEnds(null));
            } catch (RejectedExecutionException ended) {
                // Its loop took it along.
            }
        }
    }

    /** On the server's loop: the client's end is begun first, so that nothing reaches it before. */
    private <P extends Protocol> void meet(
            ConnectAttempt<P> attempt, MemoryConnection client, Listening listening, MemoryConnection server) {
        if (attempt.isOver()) {
            return;
        }
        try {
            client.loop().execute(() -> {
                track(client);
                attempt.carrierOpen(client);
                client.begin();
            });
        } catch (RejectedExecutionException noLoop) {
            attempt.fail(noLoop(client.peer(), noLoop));
            return;
        }
        track(server);
        listening.group().accept(server);
        server.begin();
    }

    private void track(MemoryConnection connection) {
        live.add(connection);
        connection.whenOver(() -> live.remove(connection));
    }

    private static ConnectFailedException noLoop(Address address, RuntimeException failure) {
        return new ConnectFailedException(
                address.toString(),
                ConnectFailedException.Kind.UNSUPPORTED,
                "its loop cannot run it: " + failure.getMessage(),
                failure);
    }

    private static ConnectFailedException refused(MemoryAddress address) {
        return new ConnectFailedException(
                address.toString(),
                ConnectFailedException.Kind.REFUSED,
                "connection refused; nobody listens there",
                null);
    }

    /** A name that is taken, and from when its factory has started who listens there. */
    private static final class Entry {
        private final Reactor reactor;
        private volatile @Nullable Listening listening;

        private Entry(Reactor reactor) {
            this.reactor = reactor;
        }
    }

    /** A wire between any two loops: each message is a task of the receiving one. */
    private record DirectWire(MemoryConnection from, MemoryConnection to) implements Wire {
        /** Joins both ends to each other. */
        static void join(MemoryConnection one, MemoryConnection other) {
            one.wire(new DirectWire(one, other));
            other.wire(new DirectWire(other, one));
        }

        @Override
        public void send(Message message) {
            try {
                to.loop().execute(() -> to.receive(message));
            } catch (RejectedExecutionException loopEnded) {
                answerReset();
            }
        }

        /** Who sends to a loop that is gone learns it as from a machine that knows of no such connection. */
        private void answerReset() {
            try {
                from.loop().execute(() -> from.receive(new Message.Reset()));
            } catch (RejectedExecutionException alsoEnded) {
                // Nobody is left to be told.
            }
        }
    }
}

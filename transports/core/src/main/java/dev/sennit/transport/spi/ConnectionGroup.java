package dev.sennit.transport.spi;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.DrainReport.CutOff;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.time.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of a listener that is alike on every transport: the factory's hooks, the connections that live, the drain.
 * For those who write transports. Safe for use by several loops at once.
 */
public final class ConnectionGroup {
    private static final Logger LOG = System.getLogger(ConnectionGroup.class.getName());

    private final ProtocolFactory<?> factory;
    private final Roll live = new Roll();
    private final Tracker tracker = new Tracker();
    private final Log log = new Log();
    private final AtomicBoolean shut = new AtomicBoolean();
    /** A drain's deadline is over. Set before those that live are asked for, so that who comes in after that sees it. */
    private volatile boolean cutOff;
    // One for the open door and one for each connection: at zero the factory is stopped.
    private final AtomicInteger users = new AtomicInteger(1);
    private final Deferred.Source<Void> gone = new Deferred.Source<>();

    private ConnectionGroup(ProtocolFactory<?> factory) {
        this.factory = factory;
    }

    /**
     * Starts a factory.
     *
     * @param address of the listener, for the error
     * @return a group whose door is open, on the thread on which the factory has started. Fails with a
     *     {@link ListenFailedException} of the kind {@code FACTORY}
     */
    public static Deferred<ConnectionGroup> start(ProtocolFactory<?> factory, Address address) {
        Deferred<Void> starting;
        try {
            starting = factory.start();
        } catch (RuntimeException | Error failure) {
            starting = Deferred.failed(failure);
        }
        return starting.handle((none, failure) -> {
            if (failure instanceof DeferredCancelledException cancelled) {
                throw cancelled;
            } else if (failure != null) {
                throw new ListenFailedException(
                        address.toString(),
                        ListenFailedException.Kind.FACTORY,
                        "its factory could not start: " + failure,
                        failure);
            }
            return new ConnectionGroup(factory);
        });
    }

    /**
     * Takes in a new connection: puts it on its carrier, which then calls {@code connectionMade}. On the carrier's loop.
     */
    public void accept(Carrier carrier) {
        if (!retain()) {
            // Dealt to its loop before the door shut, and arrived after the last of the others had ended.
            carrier.abort();
            return;
        }
        ConnectionCalls connection = opened(carrier);
        boolean isLate = live.add(connection, shut);
        log.accepted(connection);
        if (isLate && cutOff) {
            connection.abort();
        } else if (isLate) {
            // In a later turn: when the carrier has called connectionMade.
            executeIfItLives(connection.loop(), connection::requestDrain);
        }
    }

    private ConnectionCalls opened(Carrier carrier) {
        boolean counted = false;
        try {
            ConnectionCalls connection = LiveConnection.on(carrier, factory, tracker);
            counted = true;
            return connection;
        } finally {
            if (!counted) {
                release();
            }
        }
    }

    /**
     * Returns a listener for the connections of this group, for a transport that needs nothing more to stop accepting.
     *
     * @param loop calls back, and times drains
     * @param stop frees the address; from any thread, and again is harmless
     */
    public Listener listener(Address address, EventLoop loop, Runnable stop) {
        return new GroupListener(this, address, loop, stop);
    }

    /** How many connections live. */
    public int connections() {
        return live.size();
    }

    /** The door has shut: no {@link #accept} follows. Repeating it is harmless. */
    public void shut() {
        if (shut.compareAndSet(false, true)) {
            release();
        }
    }

    /**
     * Asks every connection to finish, and aborts those that have not by the deadline. The door is shut already.
     *
     * @param loop times the deadline
     * @return who ended in time and who was cut off; calls back on the loop
     */
    public Deferred<DrainReport> drain(Duration deadline, EventLoop loop) {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("a drain's deadline must be zero or more, not " + deadline);
        }
        List<ConnectionCalls> atFirst = live.all();
        List<CutOff> cutOff = new ArrayList<>();
        atFirst.forEach(this::requestDrain);
        try {
            loop.execute(() -> cutOffAfter(deadline, loop, cutOff));
        } catch (RejectedExecutionException noClock) {
            LOG.log(Level.DEBUG, "nothing can time a drain any more: it is over at once", noClock);
            cutOff(cutOff);
        }
        return gone.deferred()
                .on(loop)
                .thenApply(none -> {
                    synchronized (cutOff) {
                        return new DrainReport(Math.max(0, atFirst.size() - cutOff.size()), cutOff);
                    }
                })
                .named("draining " + atFirst.size() + " connections");
    }

    /** In a turn behind the requests, so that a deadline of zero comes after them too. */
    private void cutOffAfter(Duration deadline, EventLoop loop, List<CutOff> report) {
        Timer timer = loop.after(deadline, () -> cutOff(report));
        gone.deferred().whenComplete((none, failure) -> timer.cancel());
    }

    private void cutOff(List<CutOff> report) {
        cutOff = true;
        for (ConnectionCalls connection : live.all()) {
            String protocol = connection.protocol().map(ConnectionCalls::nameOf).orElse("none yet");
            synchronized (report) {
                report.add(new CutOff(connection.peer(), protocol));
            }
            connection.abort();
            if (!connection.loop().isCurrent()) {
                forgetIfItsLoopEnded(connection);
            }
        }
    }

    private void requestDrain(ConnectionCalls connection) {
        try {
            connection.loop().execute(connection::requestDrain);
        } catch (RejectedExecutionException noLoop) {
            forget(connection);
        }
    }

    private void forgetIfItsLoopEnded(ConnectionCalls connection) {
        try {
            connection.loop().execute(() -> {});
        } catch (RejectedExecutionException noLoop) {
            forget(connection);
        }
    }

    /** Ends the wait for a connection: it has ended, or its loop has, and may have been unable to say so. */
    private void forget(ConnectionCalls connection) {
        if (live.remove(connection)) {
            release();
        }
    }

    private static void executeIfItLives(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            LOG.log(Level.TRACE, "a loop took its connections and timers along", ended);
        }
    }

    private boolean retain() {
        int before;
        do {
            before = users.get();
        } while (before > 0 && !users.compareAndSet(before, before + 1));
        return before > 0;
    }

    private void release() {
        if (users.decrementAndGet() == 0) {
            Deferred<Void> stopping;
            try {
                stopping = factory.stop();
            } catch (RuntimeException | Error failure) {
                stopping = Deferred.failed(failure);
            }
            stopping.handle((none, failure) -> {
                if (failure != null) {
                    FaultLog.report(LOG, "a factory's stop failed", failure);
                }
                return gone.succeed(null);
            });
        }
    }

    private record GroupListener(ConnectionGroup group, Address address, EventLoop loop, Runnable stop)
            implements Listener {
        @Override
        public int connections() {
            return group.connections();
        }

        @Override
        public Deferred<Void> close() {
            stop.run();
            group.shut();
            return Deferred.done().on(loop);
        }

        @Override
        public Deferred<DrainReport> drain(Duration deadline) {
            close();
            return group.drain(deadline, loop);
        }

        @Override
        public String toString() {
            return "listening on " + address;
        }
    }

    private final class Tracker implements ConnectionObserver<Protocol> {
        @Override
        public void opened(Connection connection, Protocol protocol) {}

        @Override
        public void notOpened(Connection connection, Throwable cause) {
            log.notOpened(connection, cause);
        }

        @Override
        public void ended(Connection connection, CloseReason reason) {
            try {
                log.ended(connection, reason);
            } finally {
                // The last one to be forgotten ends a drain, and with it perhaps the process.
                forget((ConnectionCalls) connection);
            }
        }
    }

    /** The connections that live, in any order. Each knows its place here. Any thread. */
    private static final class Roll {
        private final List<ConnectionCalls> connections = new ArrayList<>();

        /**
         * Adds a connection. Who sees it counted and then shuts the door leaves it alone, and who has shut the door finds it
         * in {@link #all} or makes it late.
         *
         * @return whether the door has shut before
         */
        synchronized boolean add(ConnectionCalls connection, AtomicBoolean shut) {
            connection.place = connections.size();
            connections.add(connection);
            return shut.get();
        }

        /** Removes a connection; the last one takes its place. Returns false if it is not there. */
        synchronized boolean remove(ConnectionCalls connection) {
            int place = connection.place;
            if (place < 0) {
                return false;
            }
            connection.place = -1;
            ConnectionCalls last = connections.remove(connections.size() - 1);
            if (last != connection) {
                last.place = place;
                connections.set(place, last);
            }
            return true;
        }

        synchronized int size() {
            return connections.size();
        }

        /** Returns the connections that live now. */
        synchronized List<ConnectionCalls> all() {
            return new ArrayList<>(connections);
        }
    }

    /**
     * What a group logs of its connections: at DEBUG each accept, each end with its reason, and each connection that
     * came to no protocol. A handshake that fails on this side is a warning, since every later one may fail in the same way; at
     * most {@value #FAULTS} such warnings come in a span of {@link #SPAN}. Safe for use by several loops at once.
     */
    static final class Log {
        static final int FAULTS = 5;
        static final Duration SPAN = Duration.ofSeconds(10);

        private boolean counting;
        private long spanBegan;
        private int faults;
        private long leftOut;

        void accepted(Connection connection) {
            log(Level.DEBUG, "accepted {0} at {1}", connection.peer(), connection.local());
        }

        void notOpened(Connection connection, Throwable cause) {
            if (!isOurs(cause)) {
                log(
                        Level.DEBUG,
                        "{0} was accepted but not opened: {1}",
                        connection,
                        String.valueOf(cause.getMessage()));
            } else if (admits(connection.loop().nanoTime())) {
                log(
                        Level.WARNING,
                        "{0} was accepted but not opened, by a fault on this side: {1}{2}",
                        connection,
                        String.valueOf(cause.getMessage()),
                        leftOut());
            }
        }

        void ended(Connection connection, CloseReason reason) {
            log(Level.DEBUG, "{0} {1}", connection, reason);
        }

        /** A logger that throws must not end the connection, nor the loop that accepts. */
        private static void log(Level level, String format, Object... parameters) {
            try {
                LOG.log(level, format, parameters);
            } catch (RuntimeException | Error unwritten) {
                FaultLog.report(LOG, "a connection could not be logged", unwritten);
            }
        }

        /** Tells whether this side failed. What a callback or a factory throws is logged where it is caught. */
        private static boolean isOurs(Throwable cause) {
            return cause instanceof TlsFailedException failure && failure.kind() == TlsFailedException.Kind.INTERNAL;
        }

        private synchronized boolean admits(long now) {
            if (!counting || now - spanBegan >= SPAN.toNanos()) {
                counting = true;
                spanBegan = now;
                faults = 0;
            }
            if (faults < FAULTS) {
                faults++;
                return true;
            }
            leftOut++;
            return false;
        }

        /** Returns what to add to a warning about those before it that were not logged. */
        private synchronized String leftOut() {
            String said = leftOut == 0 ? "" : " (" + leftOut + " more such connections before it were not logged)";
            leftOut = 0;
            return said;
        }
    }
}

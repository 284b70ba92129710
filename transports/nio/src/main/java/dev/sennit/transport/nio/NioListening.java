package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.ListeningChannel;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.ConnectionGroup;
import dev.sennit.transport.spi.FaultLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The opening of a listener: of its open sockets, each behind an acceptor on a loop of its own or of those in turn. */
record NioListening(List<NioLoop> loops, Supplier<NioLoop> dealt, SpareDescriptors spare, ListenOptions options) {
    Deferred<Listener> open(ListeningSockets open, ProtocolFactory<?> factory) {
        return ConnectionGroup.start(factory, open.address())
                .on(dealt.get())
                .whenComplete((group, failure) -> {
                    if (failure != null) {
                        open.close();
                    }
                })
                .thenCompose(group -> openDoors(open, group));
    }

    private Deferred<Listener> openDoors(ListeningSockets open, ConnectionGroup connections) {
        String address = open.address().toString();
        boolean shared = open.channels().size() > 1;
        List<NioAcceptor> acceptors = new ArrayList<>();
        List<Deferred<Void>> opening = new ArrayList<>();
        NioAcceptor.Closing closing = closing(open, connections);
        spare.hold();
        for (ListeningChannel channel : open.channels()) {
            NioLoop loop = shared ? loops.get(acceptors.size()) : dealt.get();
            NioAcceptor acceptor = new NioAcceptor(
                    loop,
                    channel,
                    new NioAcceptor.Welcome(options.marks(), connections, shared ? () -> loop : dealt),
                    spare,
                    closing);
            acceptors.add(acceptor);
            Deferred.Source<Void> opened = new Deferred.Source<>(loop);
            opening.add(opened.deferred());
            try {
                loop.execute(() -> open(acceptor, address, opened));
            } catch (RejectedExecutionException failure) {
                opened.fail(SocketErrors.listen(
                        address, new IOException("its loop cannot start: " + failure.getMessage(), failure)));
            }
        }
        Listener listener = new Open(open.address(), connections, acceptors);
        return Deferred.all(opening)
                .handle((none, failure) -> failure == null
                        ? Deferred.<Listener>of(listener)
                        : listener.close().thenCompose(closed -> Deferred.<Listener>failed(failure)))
                .thenCompose(answer -> answer);
    }

    /** What the last of a listener's acceptors does as it shuts. */
    private NioAcceptor.Closing closing(ListeningSockets open, ConnectionGroup connections) {
        AtomicInteger before = new AtomicInteger(open.channels().size());
        AtomicInteger after = new AtomicInteger(open.channels().size());
        return new NioAcceptor.Closing(
                () -> {
                    if (before.decrementAndGet() == 0) {
                        open.beforeClose().run();
                    }
                },
                () -> {
                    if (after.decrementAndGet() == 0) {
                        try {
                            open.afterClose().run();
                        } finally {
                            spare.release();
                            connections.shut();
                        }
                    }
                });
    }

    private static void open(NioAcceptor acceptor, String address, Deferred.Source<Void> opened) {
        try {
            acceptor.open();
            opened.succeed(null);
        } catch (IOException failure) {
            opened.fail(SocketErrors.listen(address, failure));
        }
    }

    /** An open listener: one or more acceptors in front of one group. */
    private record Open(Address address, ConnectionGroup group, List<NioAcceptor> acceptors) implements Listener {
        @Override
        public int connections() {
            return group.connections();
        }

        @Override
        public Deferred<Void> close() {
            return Deferred.all(acceptors.stream().map(NioAcceptor::close).toList())
                    .thenApply(none -> null);
        }

        @Override
        public Deferred<DrainReport> drain(Duration deadline) {
            if (deadline.isNegative()) {
                throw new IllegalArgumentException("a drain's deadline must be zero or more, not " + deadline);
            }
            return close().thenCompose(none -> group.drain(deadline, clock()));
        }

        /** The loop of any acceptor, but rather one that has not broken. */
        private NioLoop clock() {
            return acceptors.stream()
                    .map(NioAcceptor::loop)
                    .filter(loop -> !loop.hasEnded())
                    .findFirst()
                    .orElse(acceptors.get(0).loop());
        }

        @Override
        public String toString() {
            return "listener on " + address;
        }
    }

    /** One listening socket on one loop. */
    private static final class NioAcceptor implements PollHandler {
        private static final Logger LOG = System.getLogger(NioListening.class.getName());

        /** Accepted in a row before the loop's other sockets have their turn. */
        private static final int ACCEPTS_PER_TURN = 64;
        /** How long an acceptor stays shut that could not even shed. */
        private static final int PAUSE_MILLIS = 100;

        private static final Duration PAUSE = Duration.ofMillis(PAUSE_MILLIS);

        private static final String FAILED = "accepting failed; it goes on in " + PAUSE_MILLIS + " ms";
        private static final long SHED_LOG_NANOS = Duration.ofSeconds(10).toNanos();

        private final NioLoop loop;
        private final ListeningChannel channel;
        private final Welcome welcome;
        private final SpareDescriptors spare;
        private final Closing closing;
        private final Deferred.Source<Void> closed;
        private final AtomicBoolean freed = new AtomicBoolean();
        private final AtomicBoolean shut = new AtomicBoolean();
        private long shed;
        private long shedLoggedNanos;

        /**
         * What becomes of those who come.
         *
         * @param dealTo the loop for the next connection
         */
        record Welcome(WaterMarks marks, ConnectionGroup group, Supplier<NioLoop> dealTo) {}

        /** Called once each: before the channel is closed, and when it has been. */
        record Closing(Runnable before, Runnable after) {}

        /** Makes an acceptor in front of a bound channel. */
        NioAcceptor(NioLoop loop, ListeningChannel channel, Welcome welcome, SpareDescriptors spare, Closing closing) {
            this.loop = loop;
            this.channel = channel;
            this.welcome = welcome;
            this.spare = spare;
            this.closing = closing;
            this.closed = new Deferred.Source<>(loop);
            this.shedLoggedNanos = loop.nanoTime() - SHED_LOG_NANOS;
        }

        NioLoop loop() {
            return loop;
        }

        /** Begins to accept. On the loop. */
        void open() throws IOException {
            // Loads what is used when no descriptor is left; from a folder of classes that would take one.
            SocketErrors.isOutOfDescriptors(new IOException());
            loop.register(channel, SelectionKey.OP_ACCEPT, this);
        }

        Deferred<Void> close() {
            try {
                loop.execute(() -> loopEnds(null));
            } catch (RejectedExecutionException noLoop) {
                shut();
                closed.succeed(null);
            }
            return closed.deferred();
        }

        @Override
        public void ready(int ops) {
            for (int i = 0; i < ACCEPTS_PER_TURN && channel.isOpen(); i++) {
                StreamChannel accepted;
                try {
                    accepted = spare.accept(channel);
                } catch (IOException failure) {
                    acceptFailed(failure);
                    return;
                }
                if (accepted == null) {
                    return;
                }
                deal(accepted);
            }
        }

        @Override
        public void failed(Throwable failure) {
            // Whatever it was may come again at once.
            pause();
            FaultLog.report(LOG, this, FAILED, failure);
        }

        @Override
        public void free() {
            if (freed.compareAndSet(false, true)) {
                try {
                    closing.before().run();
                } finally {
                    closeQuietly(channel);
                }
            }
        }

        @Override
        public void loopEnds(@Nullable Throwable why) {
            try {
                if (shut()) {
                    // The descriptor is freed by the next poll: after that the address is free again.
                    loop.afterThisPass(() -> closed.succeed(null));
                }
            } finally {
                if (why != null) {
                    closed.succeed(null);
                }
            }
        }

        @Override
        public String toString() {
            return "listening socket " + channel;
        }

        private void deal(StreamChannel accepted) {
            NioLoop home = welcome.dealTo().get();
            if (home == loop) {
                adopt(home, accepted);
                return;
            }
            try {
                home.execute(() -> adopt(home, accepted));
            } catch (RejectedExecutionException noLoop) {
                LOG.log(Level.DEBUG, "a peer could not be let in", noLoop);
                closeQuietly(accepted);
            }
        }

        private void adopt(NioLoop home, StreamChannel accepted) {
            NioConnection connection = null;
            try {
                if (!accepted.welcome()) {
                    accepted.close();
                    return;
                }
                connection = new NioConnection(home, accepted, welcome.marks());
                welcome.group().accept(connection);
                connection.begin();
            } catch (IOException goneAlready) {
                LOG.log(Level.DEBUG, "a peer left before it was let in", goneAlready);
                closeQuietly(accepted);
            } catch (Throwable failure) {
                // A class that cannot be loaded without a descriptor, say: the peer must not wait for an answer
                // for ever.
                if (connection == null) {
                    closeQuietly(accepted);
                } else {
                    connection.abort(failure);
                }
                throw failure;
            }
        }

        /**
         * Keeps the loop from spinning on a peer that can't be accepted: with the spare descriptor it is accepted and
         * dropped; failing that the acceptor stays shut for a moment.
         */
        private void acceptFailed(IOException failure) {
            if (!channel.isOpen()) {
                return;
            }
            if (SocketErrors.isOutOfDescriptors(failure) && spare.shed(channel, this::countShed)) {
                return;
            }
            pause();
            LOG.log(
                    Level.WARNING,
                    () -> this + " could not accept; it tries again in " + PAUSE_MILLIS + " ms",
                    failure);
        }

        private void pause() {
            channel.interest(0);
            loop.after(PAUSE, () -> channel.interest(SelectionKey.OP_ACCEPT));
        }

        private void countShed() {
            shed++;
            long now = loop.nanoTime();
            if (now - shedLoggedNanos >= SHED_LOG_NANOS) {
                shedLoggedNanos = now;
                LOG.log(Level.WARNING, "{0}: out of file descriptors; {1} peers turned away so far", this, shed);
            }
        }

        /** Answers whether this was the first call. */
        private boolean shut() {
            if (!shut.compareAndSet(false, true)) {
                return false;
            }
            try {
                free();
            } finally {
                closing.after().run();
            }
            return true;
        }

        private static void closeQuietly(Channel channel) {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "closing a socket", failure);
            }
        }
    }
}

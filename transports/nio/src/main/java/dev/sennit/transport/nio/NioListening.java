package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.ListeningChannel;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.spi.ConnectionGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

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
}

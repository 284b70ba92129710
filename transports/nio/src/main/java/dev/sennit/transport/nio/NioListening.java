package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectionGroup;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Sockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The opening of a listener: its sockets, each behind an acceptor on a loop of its own or of those in turn. */
record NioListening(List<NioLoop> loops, Supplier<NioLoop> dealt, SpareDescriptors spare, ListenOptions options) {
    Deferred<Listener> open(Sockets sockets, Address wanted, ProtocolFactory<?> factory) {
        ListeningSockets open;
        try {
            open = sockets.listen(wanted, options, loops.size());
        } catch (ListenFailedException failure) {
            return Deferred.<Listener>failed(failure).on(dealt.get());
        }
        return open(open, factory);
    }

    /** Takes over sockets that are open already. */
    Deferred<Listener> open(ListeningSockets open, ProtocolFactory<?> factory) {
        ConnectionGroup group;
        try {
            group = new ConnectionGroup(factory);
        } catch (RuntimeException | Error failure) {
            open.close();
            Throwable notStarted = new ListenFailedException(
                    open.address().toString(),
                    ListenFailedException.Kind.FACTORY,
                    "its factory could not start: " + failure,
                    failure);
            return Deferred.<Listener>failed(notStarted).on(dealt.get());
        }
        return openDoors(open, group);
    }

    private Deferred<Listener> openDoors(ListeningSockets open, ConnectionGroup group) {
        String address = open.address().toString();
        boolean shared = open.channels().size() > 1;
        List<NioAcceptor> acceptors = new ArrayList<>();
        List<Deferred<Void>> opening = new ArrayList<>();
        NioAcceptor.Closing closing = closing(open, group);
        spare.hold();
        for (ServerSocketChannel channel : open.channels()) {
            NioLoop loop = shared ? loops.get(acceptors.size()) : dealt.get();
            NioAcceptor acceptor = new NioAcceptor(
                    loop,
                    channel,
                    new NioAcceptor.Welcome(open.kind(), options.marks(), group, shared ? () -> loop : dealt),
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
        NioListener listener = new NioListener(open.address(), group, acceptors);
        return Deferred.all(opening)
                .handle((none, failure) -> failure == null
                        ? Deferred.<Listener>of(listener)
                        : listener.close().thenCompose(closed -> Deferred.<Listener>failed(failure)))
                .thenCompose(answer -> answer);
    }

    /** What the last of a listener's acceptors does as it shuts. */
    private NioAcceptor.Closing closing(ListeningSockets open, ConnectionGroup group) {
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
                            group.shut();
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
}

package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramProtocolFactory;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryBudget;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.Sockets;
import dev.sennit.transport.spi.ConnectAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The reactor of this machine's sockets: on the JDK's non-blocking channels TCP and UDP over IPv4 and IPv6, and Unix sockets
 * by path; and whatever modules provide as {@link Sockets}, each kind on loops of its own, which are made when the first of
 * that kind is opened. With sennit-transport-unix these are all Unix sockets, for streams and for datagrams, and sockets that
 * are open already ({@link dev.sennit.transport.DescriptorAddress}); where that module does not run,
 * sennit-transport-unix-jnr opens Unix sockets likewise.
 *
 * <p>Threads start with the first work and end when nothing is open, no timer is set and no work waits, so a program
 * whose {@code main} has returned ends by itself once its last connection has. Until then they keep it running.
 */
public final class NioReactor implements Reactor {
    private static final String SHUT_DOWN = "the reactor has been shut down";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "sennit-" + COUNT.incrementAndGet();
    private final NioSettings settings;
    private final Workers workers = new Workers(name);
    private final MemoryBudget memoryBudget;
    private final SpareDescriptors spare = new SpareDescriptors();
    private final Deferred.Source<Void> shutDownDone = new Deferred.Source<>();
    private final Deferred.Source<Void> ended = new Deferred.Source<>();
    private final AtomicBoolean shutDown = new AtomicBoolean();
    /** That of the JDK's first; the others follow as they are needed. */
    private final List<LoopGroup> groups = new CopyOnWriteArrayList<>();

    private final LoopGroup jdk;

    /** Makes a reactor with the default settings; no thread runs yet. */
    public NioReactor() {
        this(NioSettings.DEFAULT);
    }

    /** Makes a reactor; no thread runs yet. */
    public NioReactor(NioSettings settings) {
        this(settings, JdkSockets.INSTANCE);
    }

    /** Makes a reactor on other channels than the JDK's. */
    NioReactor(NioSettings settings, Sockets jdksOwn) {
        this.settings = settings;
        this.memoryBudget = new MemoryBudget(settings.memoryBudgetBytes());
        this.jdk = groupOf(jdksOwn);
        // Nobody need ask: what breaks a loop is in the log already.
        ended.deferred().exceptionally(failure -> null);
    }

    /** The reactor that is used where none is named. It is never shut down. */
    public static NioReactor shared() {
        return Shared.REACTOR;
    }

    @Override
    public EventLoop nextLoop() {
        NioLoop own = currentLoop();
        return own != null ? own : jdk.dealt();
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public CloseTimeouts closeTimeouts() {
        return settings.closeTimeouts();
    }

    @Override
    public Deferred<Listener> listen(Address address, ListenOptions options, ProtocolFactory<?> factory) {
        try {
            requireRunning(address);
            Sockets sockets = socketsFor(address, false);
            List<NioLoop> loops = sockets.isUsable() ? groupOf(sockets).unbroken() : List.of();
            ListeningSockets open = sockets.listen(address, options, loops.size());
            return new NioListening(loops, groupOf(sockets)::dealt, spare, options).open(open, factory);
        } catch (ListenFailedException failure) {
            return failed(failure);
        }
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Address address, ConnectOptions options, ProtocolFactory<P> factory) {
        String target = address.toString();
        if (shutDown.get()) {
            return failed(new ConnectFailedException(target, ConnectFailedException.Kind.UNSUPPORTED, SHUT_DOWN, null));
        }
        Sockets sockets = socketsFor(address, false);
        Dialer dialer;
        try {
            dialer = sockets.dialer(address, options);
        } catch (ConnectFailedException failure) {
            return failed(failure);
        }
        NioLoop loop = groupOf(sockets).next();
        ConnectAttempt<P> attempt = new ConnectAttempt<>(loop, factory);
        NioConnect<P> connect = new NioConnect<>(loop, target, dialer, options.marks(), attempt);
        attempt.onGivenUp(connect::stop);
        try {
            loop.execute(connect::start);
        } catch (RejectedExecutionException failure) {
            attempt.fail(new ConnectFailedException(
                    target,
                    ConnectFailedException.Kind.OTHER,
                    "its loop cannot start: " + failure.getMessage(),
                    failure));
        }
        return attempt.answer();
    }

    @Override
    public <P extends DatagramProtocol> Deferred<P> bind(
            Address local, DatagramOptions options, DatagramProtocolFactory<P> factory) {
        try {
            requireRunning(local);
            Sockets sockets = socketsFor(local, true);
            DatagramPort port = sockets.datagrams(local, options);
            return new DatagramBind<>(groupOf(sockets).next(), port, options, factory).answer();
        } catch (ListenFailedException | ConnectFailedException failure) {
            return failed(failure);
        }
    }

    @Override
    public Deferred<Void> shutdown() {
        if (shutDown.compareAndSet(false, true)) {
            List<NioLoop> all = allLoops();
            AtomicInteger running = new AtomicInteger(all.size());
            for (NioLoop loop : all) {
                loop.shutDown(() -> {
                    if (running.decrementAndGet() == 0) {
                        workers.end();
                        shutDownDone.succeed(null);
                        ended.succeed(null);
                    }
                });
            }
        }
        return shutDownDone.deferred().named("shutting down " + this);
    }

    @Override
    public Deferred<Void> ended() {
        return ended.deferred().thenAccept(none -> {});
    }

    @Override
    public void close() {
        Deferred<Void> end = shutdown();
        if (currentLoop() != null) {
            return;
        }
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "NioReactor" + allLoops() + " " + settings;
    }

    private void requireRunning(Address address) {
        if (shutDown.get()) {
            throw new ListenFailedException(
                    address.toString(), ListenFailedException.Kind.UNSUPPORTED, SHUT_DOWN, null);
        }
    }

    private <T> Deferred<T> failed(Throwable cause) {
        return Deferred.<T>failed(cause).on(nextLoop());
    }

    private Sockets socketsFor(Address address, boolean datagrams) {
        Sockets chosen = settings.sockets().orElse(null);
        if (chosen != null && chosen.opens(address)) {
            return chosen;
        }
        if (address instanceof TcpAddress) {
            return jdk.sockets();
        }
        ProvidedSockets provided = settings.providedSockets() ? ProvidedSockets.all() : ProvidedSockets.NONE;
        return provided.choose(jdk.sockets(), address, datagrams);
    }

    private LoopGroup groupOf(Sockets sockets) {
        synchronized (groups) {
            for (LoopGroup group : groups) {
                if (group.sockets() == sockets) {
                    return group;
                }
            }
            List<NioLoop> made = new ArrayList<>();
            LoopGroup.StallWatch watch = new LoopGroup.StallWatch(made, settings);
            LoopGroup.Home home = new LoopGroup.Home(sockets, memoryBudget, watch::wake, ended::fail, workers);
            int before = groups.size() * settings.loops();
            for (int i = 0; i < settings.loops(); i++) {
                made.add(new NioLoop(name + "-loop-" + (before + i), settings, home, NioLoop.IDLE_MILLIS));
            }
            LoopGroup group = new LoopGroup(sockets, made, new AtomicInteger());
            groups.add(group);
            if (shutDown.get()) {
                made.forEach(loop -> loop.shutDown(() -> {}));
            }
            return group;
        }
    }

    private List<NioLoop> allLoops() {
        synchronized (groups) {
            return groups.stream().flatMap(group -> group.loops().stream()).toList();
        }
    }

    private @Nullable NioLoop currentLoop() {
        for (LoopGroup group : groups) {
            NioLoop own = group.current();
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    private static final class Shared {
        private static final NioReactor REACTOR = new NioReactor();
    }

    /** Threads for work that may block. They start as work comes and end soon after it stops coming. */
    private static final class Workers implements Executor {
        private static final int MOST = 16;
        private static final Duration KEEP = Duration.ofMillis(200);

        private final ThreadPoolExecutor pool;

        Workers(String reactorName) {
            AtomicInteger count = new AtomicInteger();
            pool = new ThreadPoolExecutor(
                    MOST,
                    MOST,
                    KEEP.toMillis(),
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    work -> new Thread(work, reactorName + "-worker-" + count.incrementAndGet()),
                    (work, ended) -> {
                        throw new RejectedExecutionException(
                                "the reactor of " + reactorName + "'s workers has been shut down");
                    });
            pool.allowCoreThreadTimeOut(true);
        }

        @Override
        public void execute(Runnable work) {
            pool.execute(work);
        }

        void end() {
            pool.shutdown();
        }
    }

    /**
     * The way of an open datagram port to its loop and its protocol, with cancelling at any moment.
     *
     * @param <P> the protocol
     */
    private static final class DatagramBind<P extends DatagramProtocol> {
        private final NioLoop loop;
        private final DatagramPort port;
        private final DatagramOptions options;
        private final DatagramProtocolFactory<P> factory;
        private final Deferred.Source<P> source;
        // Set by whichever thread cancels, before the loop hears of it.
        private volatile boolean givenUp;
        private @Nullable NioDatagrams socket;

        /** Takes the port over, and begins. */
        DatagramBind(NioLoop loop, DatagramPort port, DatagramOptions options, DatagramProtocolFactory<P> factory) {
            this.loop = loop;
            this.port = port;
            this.options = options;
            this.factory = factory;
            this.source = new Deferred.Source<>(loop);
            source.onCancel(this::giveUp);
            try {
                loop.execute(this::open);
            } catch (RejectedExecutionException failure) {
                port.close();
                source.fail(SocketErrors.listen(
                        port.local().toString(),
                        new IOException("its loop cannot start: " + failure.getMessage(), failure)));
            }
        }

        Deferred<P> answer() {
            return source.deferred();
        }

        private void giveUp() {
            givenUp = true;
            try {
                loop.execute(() -> {
                    if (socket != null) {
                        socket.abort();
                    }
                });
            } catch (RejectedExecutionException ended) {
                // The loop took the socket with it.
            }
        }

        private void open() {
            if (givenUp) {
                port.close();
                return;
            }
            NioDatagrams opened = new NioDatagrams(loop, port, options);
            socket = opened;
            P protocol;
            try {
                opened.register();
                protocol = Objects.requireNonNull(
                        factory.protocolFor(opened), "the factory returned null, wanted a protocol");
                opened.begin(protocol);
            } catch (IOException shutDown) {
                opened.abort();
                source.fail(new ListenFailedException(
                        port.local().toString(),
                        ListenFailedException.Kind.UNSUPPORTED,
                        shutDown.getMessage() + "",
                        shutDown));
                return;
            } catch (Throwable failure) {
                loop.suffered(failure);
                opened.abort();
                source.fail(failure);
                return;
            }
            if (givenUp || !source.succeed(protocol)) {
                opened.abort();
            }
        }
    }
}

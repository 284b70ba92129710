package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectAttempt;
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
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The reactor on the JDK's non-blocking channels: TCP and UDP over IPv4 and IPv6, and Unix sockets by path.
 *
 * <p>Threads start with the first work and end when nothing is open, no timer is set and no work waits, so a program
 * whose {@code main} has returned ends by itself once its last connection has. Until then they keep it running.
 */
public final class NioReactor implements Reactor {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<NioLoop> loops;
    private final NioSettings settings;
    private final Sockets sockets;
    private final Workers workers;
    private final SpareDescriptors spare = new SpareDescriptors();
    private final AtomicInteger turn = new AtomicInteger();
    private final Deferred.Source<Void> shutDownDone = new Deferred.Source<>();
    private final Deferred.Source<Void> ended = new Deferred.Source<>();
    private final AtomicBoolean shutDown = new AtomicBoolean();

    /** Makes a reactor with the default settings; no thread runs yet. */
    public NioReactor() {
        this(NioSettings.DEFAULT);
    }

    /** Makes a reactor; no thread runs yet. */
    public NioReactor(NioSettings settings) {
        this(settings, JdkSockets.INSTANCE);
    }

    /** Makes a reactor on other channels than the JDK's, for those who write transports; no thread runs yet. */
    public NioReactor(NioSettings settings, Sockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
        String name = "sennit-" + COUNT.incrementAndGet();
        this.workers = new Workers(name);
        List<NioLoop> made = new ArrayList<>();
        NioLoop.Home home = new NioLoop.Home(
                sockets,
                new MemoryBudget(settings.memoryBudgetBytes()),
                new Observer(new StallWatch(made, settings), ended),
                workers);
        for (int i = 0; i < settings.loops(); i++) {
            made.add(new NioLoop(name + "-loop-" + i, settings, home, NioLoop.IDLE_MILLIS));
        }
        // Nobody need ask: what breaks a loop is in the log already.
        ended.deferred().exceptionally(failure -> null);
        this.loops = made;
    }

    /** The reactor that is used where none is named. It is never shut down. */
    public static NioReactor shared() {
        return Shared.REACTOR;
    }

    @Override
    public EventLoop nextLoop() {
        NioLoop own = currentLoop();
        return own != null ? own : dealt();
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public Deferred<Listener> listen(Address address, ListenOptions options, ProtocolFactory<?> factory) {
        if (shutDown.get()) {
            return failed(new ListenFailedException(
                    address.toString(),
                    ListenFailedException.Kind.UNSUPPORTED,
                    "the reactor has been shut down",
                    null));
        }
        return new NioListening(unbroken(), this::dealt, spare, options).open(sockets, address, factory);
    }

    /** Listens on sockets that are open already, and are this reactor's from now on. For those who write transports. */
    public Deferred<Listener> listen(ListeningSockets open, ListenOptions options, ProtocolFactory<?> factory) {
        if (shutDown.get()) {
            open.close();
            return failed(new ListenFailedException(
                    open.address().toString(),
                    ListenFailedException.Kind.UNSUPPORTED,
                    "the reactor has been shut down",
                    null));
        }
        return new NioListening(unbroken(), this::dealt, spare, options).open(open, factory);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Address address, ConnectOptions options, ProtocolFactory<P> factory) {
        if (shutDown.get()) {
            return failed(new ConnectFailedException(
                    address.toString(),
                    ConnectFailedException.Kind.UNSUPPORTED,
                    "the reactor has been shut down",
                    null));
        }
        Dialer dialer;
        try {
            dialer = sockets.dialer(address, options);
        } catch (ConnectFailedException failure) {
            return failed(failure);
        }
        return dial(address.toString(), dialer, options, factory);
    }

    /** Connects in a way of the caller's own. For those who write transports. */
    public <P extends Protocol> Deferred<P> connect(
            String target, Dialer dialer, ConnectOptions options, ProtocolFactory<P> factory) {
        if (shutDown.get()) {
            return failed(new ConnectFailedException(
                    target, ConnectFailedException.Kind.UNSUPPORTED, "the reactor has been shut down", null));
        }
        return dial(target, dialer, options, factory);
    }

    private <P extends Protocol> Deferred<P> dial(
            String target, Dialer dialer, ConnectOptions options, ProtocolFactory<P> factory) {
        NioLoop own = currentLoop();
        NioLoop loop = own != null ? own : dealt();
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
        if (shutDown.get()) {
            return failed(new ListenFailedException(
                    local.toString(), ListenFailedException.Kind.UNSUPPORTED, "the reactor has been shut down", null));
        }
        DatagramPort port;
        try {
            port = sockets.datagrams(local, options);
        } catch (ListenFailedException | ConnectFailedException failure) {
            return failed(failure);
        }
        NioLoop own = currentLoop();
        return new DatagramBind<>(own != null ? own : dealt(), port, options, factory).answer();
    }

    @Override
    public Deferred<Void> shutdown() {
        if (shutDown.compareAndSet(false, true)) {
            AtomicInteger running = new AtomicInteger(loops.size());
            for (NioLoop loop : loops) {
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
        return "NioReactor" + loops + " " + settings;
    }

    private <T> Deferred<T> failed(Throwable cause) {
        return Deferred.<T>failed(cause).on(nextLoop());
    }

    /** The next in turn that has not broken, if any is left. */
    private NioLoop dealt() {
        NioLoop dealt = nextInTurn();
        for (int others = loops.size() - 1; dealt.hasEnded() && others > 0; others--) {
            dealt = nextInTurn();
        }
        return dealt;
    }

    private List<NioLoop> unbroken() {
        return loops.stream().filter(loop -> !loop.hasEnded()).toList();
    }

    private NioLoop nextInTurn() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    private @Nullable NioLoop currentLoop() {
        for (NioLoop loop : loops) {
            if (loop.isCurrent()) {
                return loop;
            }
        }
        return null;
    }

    private record Observer(StallWatch watch, Deferred.Source<Void> ended) implements LoopObserver {
        @Override
        public void started() {
            watch.wake();
        }

        @Override
        public void broke(Throwable why) {
            ended.fail(why);
        }
    }

    private static final class Shared {
        private static final NioReactor REACTOR = new NioReactor();
    }
}

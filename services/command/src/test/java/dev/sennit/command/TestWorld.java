package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Resolver;
import dev.sennit.services.ServiceType;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A world to run the command in: streams that are kept, signals that the test sends, a resolver without a network. */
final class TestWorld implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    final TextSink out = new TextSink();
    final TextSink errors = new TextSink();
    final List<Integer> halts = new ArrayList<>();
    private final Reactor reactor;
    private final List<ServiceType> services =
            new ArrayList<>(ServiceTypes.installed().all());
    private final CountDownLatch listensToSignals = new CountDownLatch(1);
    private final AtomicLong nanos = new AtomicLong();
    private volatile List<String> signals = List.of();
    private volatile Consumer<Signals.StopSignal> onStop = signal -> {};
    private InputStream in = new ByteArrayInputStream(new byte[0]);

    TestWorld(Reactor reactor) {
        this.reactor = reactor;
    }

    /** Knows localhost alone. */
    private static Deferred<List<InetAddress>> resolve(String host) {
        return host.equals("localhost")
                ? Deferred.of(List.of(InetAddress.getLoopbackAddress()))
                : Deferred.failed(new UnknownHostException(host));
    }

    TestWorld withInput(String text) {
        return withInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    TestWorld withInput(InputStream stream) {
        in = stream;
        return this;
    }

    TestWorld withService(ServiceType type) {
        services.add(type);
        return this;
    }

    /** Runs a command to its end. */
    int run(String... arguments) {
        Resolver resolver = TestWorld::resolve;
        StandardOutput output = new StandardOutput(out);
        World world = new World(
                in,
                output,
                World.text(output),
                World.text(errors),
                () -> EndpointContext.on(reactor).withResolver(resolver),
                () -> ServiceTypes.of(services),
                (names, handler) -> {
                    signals = names;
                    onStop = handler;
                    listensToSignals.countDown();
                },
                verbose -> {},
                halts::add);
        return Sennit.run(world, arguments);
    }

    /** Starts a command on a thread of its own; the answer is its exit code. */
    CompletableFuture<Integer> start(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments), task -> new Thread(task, "command").start());
    }

    void signal(String name, int number) throws InterruptedException {
        if (!listensToSignals.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the command listens to no signals");
        }
        if (!signals.contains(name)) {
            throw new AssertionError("the command does not handle " + name + ", only " + signals);
        }
        onStop.accept(new Signals.StopSignal(name, number, nanos.get()));
    }

    /** Has the time pass that signals are stamped with. */
    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        reactor.close();
    }

    /** Keeps what is written, and lets a test wait for a line of it. */
    static final class TextSink extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        String text() {
            return toString(StandardCharsets.UTF_8);
        }

        /** Waits for so many whole lines, and answers them. */
        synchronized List<String> awaitLines(int count) throws InterruptedException {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (text().chars().filter(c -> c == '\n').count() < count) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("wanted " + count + " lines, saw: " + text());
                }
                wait(left);
            }
            return text().lines().toList();
        }
    }
}

package dev.sennit.benchmarks.inner;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A carrier that counts what it is given and drops it, on a loop that is every thread's. */
final class NullCarrier implements Carrier {
    private final EventLoop loop = new DirectLoop();
    private final Address address = new MemoryAddress("nowhere");
    private Protocol above = data -> {};
    private long written;

    Protocol above() {
        return above;
    }

    long written() {
        return written;
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void write(ByteBuffer data) {
        written += data.remaining();
        data.position(data.limit());
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public void abort(Throwable cause) {}

    @Override
    public void endOutput() {}

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public boolean isReading() {
        return true;
    }

    @Override
    public Address local() {
        return address;
    }

    @Override
    public Address peer() {
        return address;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return Optional.empty();
    }

    private static final class DirectLoop implements EventLoop {
        private final ManualClock clock = new ManualClock();

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return clock.after(delay, task);
        }
    }
}

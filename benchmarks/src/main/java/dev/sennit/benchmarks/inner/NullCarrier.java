package dev.sennit.benchmarks.inner;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.spi.StreamCarrier;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A carrier that counts what it is given and drops it, on a loop that is every thread's. */
final class NullCarrier extends StreamCarrier {
    private static final MemoryAddress NOWHERE = new MemoryAddress("nowhere");

    private long written;

    NullCarrier() {
        super(new DirectLoop(), Ends.of(NOWHERE, NOWHERE), WaterMarks.DEFAULT, CloseTimeouts.DEFAULT);
    }

    Protocol receiver() {
        return above();
    }

    long written() {
        return written;
    }

    @Override
    protected void send(ByteBuffer data) {
        written += data.remaining();
        data.position(data.limit());
    }

    @Override
    protected long unsentBytes() {
        return 0;
    }

    @Override
    protected void wantInput(boolean wanted) {}

    @Override
    protected void sendEnd() {
        endSent();
    }

    @Override
    protected void release(boolean reset) {}

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

package dev.sennit.benchmarks.inner;

import dev.sennit.transport.time.Timer;
import dev.sennit.transport.time.TimerQueue;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A queue with a timer for each of 10,000 connections. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimerQueueBenchmark {
    private static final int CONNECTIONS = 10_000;
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

    private final TimerQueue queue = new TimerQueue(System::nanoTime);
    private final Timer[] timers = new Timer[CONNECTIONS];
    private int next;

    /** Sets the timers. */
    public TimerQueueBenchmark() {
        for (int i = 0; i < CONNECTIONS; i++) {
            timers[i] = queue.schedule(IDLE_LIMIT, TimerQueueBenchmark::nothing);
        }
    }

    /** One connection's idle timer is put off, as on each message; what the loop asks follows. */
    @Benchmark
    public long restartAndAskForNext() {
        next = (next + 1) % CONNECTIONS;
        timers[next].restart(IDLE_LIMIT);
        return queue.nanosToNext();
    }

    /** A timer set and cancelled, as around a request. */
    @Benchmark
    public boolean scheduleAndCancel() {
        return queue.schedule(IDLE_LIMIT, TimerQueueBenchmark::nothing).cancel();
    }

    private static void nothing() {}
}

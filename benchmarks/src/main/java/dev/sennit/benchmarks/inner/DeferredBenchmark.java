package dev.sennit.benchmarks.inner;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.time.ManualClock;
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

/** A result that comes later and passes through a short chain. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeferredBenchmark {
    private final ManualClock clock = new ManualClock();
    private final Integer value = 1_000_000;
    private int seen;

    /** Made, listened to once, settled. */
    @Benchmark
    public int settleOneListener() {
        Deferred.Source<Integer> source = new Deferred.Source<>(clock);
        Deferred<Void> end = source.deferred().thenAccept(result -> seen = result);
        source.succeed(value);
        return end.isDone() ? seen : 0;
    }

    /** Made, three steps, settled. */
    @Benchmark
    public int settleChainOfThree() {
        Deferred.Source<Integer> source = new Deferred.Source<>(clock);
        Deferred<Void> end = source.deferred()
                .thenApply(result -> result)
                .thenCompose(Deferred::of)
                .thenAccept(result -> seen = result);
        source.succeed(value);
        return end.isDone() ? seen : 0;
    }
}

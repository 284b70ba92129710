package dev.sennit.benchmarks.inner;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
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

/** 128 bytes into a queue and out again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ByteQueueBenchmark {
    private static final int MESSAGE_BYTES = 128;

    private final ByteQueue queue = new ByteQueue();
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer target = ByteBuffer.allocateDirect(MESSAGE_BYTES);

    /** Out as a value, which is a copy on the heap. */
    @Benchmark
    public Bytes addAndTake() {
        queue.add(arrived.clear());
        return queue.take(MESSAGE_BYTES);
    }

    /** Out into a buffer: nothing is allocated. */
    @Benchmark
    public int addAndTakeInto() {
        queue.add(arrived.clear());
        return queue.takeInto(target.clear());
    }

    /** In by halves, looked at in between, as a decoder does that waits for the rest. */
    @Benchmark
    public int addByHalvesAndFind() {
        queue.add(arrived.clear().limit(MESSAGE_BYTES / 2));
        int missing = queue.indexOf((byte) '\n', 0);
        queue.add(arrived.limit(MESSAGE_BYTES));
        int found = queue.indexOf((byte) '\n', MESSAGE_BYTES / 2);
        queue.skip(MESSAGE_BYTES);
        return missing + found;
    }
}

package dev.sennit.benchmarks.inner;

import dev.sennit.benchmarks.echo.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.spi.ConnectionObserver;
import dev.sennit.transport.spi.LiveConnection;
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

/** The way of a message through a {@link Connection} and back, over a carrier that drops it: no system call in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectionBenchmark {
    private final NullCarrier carrier = new NullCarrier();
    private final ByteBuffer message = ByteBuffer.allocateDirect(128);
    private final ByteBuffer lent = message.asReadOnlyBuffer();

    /** Opens a connection on the carrier. */
    public ConnectionBenchmark() {
        LiveConnection.open(carrier, Echo::new, new Unobserved());
        carrier.begin();
    }

    /** {@code dataReceived} up to the protocol, {@code write} back down. */
    @Benchmark
    public long echoThroughConnection() {
        carrier.receiver().dataReceived(lent.clear());
        return carrier.written();
    }

    private static final class Unobserved implements ConnectionObserver<Protocol> {
        @Override
        public void opened(Connection connection, Protocol protocol) {}

        @Override
        public void notOpened(Connection connection, Throwable cause) {
            throw new IllegalStateException("the echo protocol did not open", cause);
        }

        @Override
        public void ended(Connection connection, CloseReason reason) {}
    }
}

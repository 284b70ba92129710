package dev.sennit.benchmarks.inner;

import dev.sennit.benchmarks.echo.Echo;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message to an echo server on a reactor of one loop, and back, over loopback TCP. The client is a plain blocking
 * channel that allocates nothing, so what {@code -prof gc} counts, over all threads, is the loop's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class EchoBenchmark {
    private final NioReactor reactor = new NioReactor(NioSettings.DEFAULT.withLoops(1));
    private final SocketChannel client;
    private final ByteBuffer small = ByteBuffer.allocateDirect(128);
    private final ByteBuffer large = ByteBuffer.allocateDirect(16 * 1024);

    /** Opens the server and the one connection. */
    public EchoBenchmark() {
        try {
            Listener listener = reactor.listen(TcpAddress.loopback(0), ListenOptions.DEFAULT, Echo::new)
                    .await();
            client = SocketChannel.open(((TcpAddress) listener.address()).toSocketAddress());
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("no connection to measure", failure);
        }
    }

    /** 128 bytes there and back. */
    @Benchmark
    public int echo128Bytes() throws IOException {
        return roundTrip(small);
    }

    /** 16 KiB there and back. */
    @Benchmark
    public int echo16Kibibytes() throws IOException {
        return roundTrip(large);
    }

    /** Ends the connection and the reactor. */
    @TearDown
    public void close() throws IOException {
        client.close();
        reactor.close();
    }

    private int roundTrip(ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            client.write(message);
        }
        message.clear();
        while (message.hasRemaining()) {
            if (client.read(message) < 0) {
                throw new IOException("the server ended after " + message.position() + " bytes");
            }
        }
        return message.position();
    }
}

package dev.sennit.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The load: a closed loop on one thread, one message under way on each connection, that allocates nothing while it
 * runs. It answers commands on its standard input, a line each:
 *
 * <pre>
 *   open PORT CONNECTIONS BYTES   opens, and checks every byte of the first echoes:  opened
 *   run REQUESTS                  that many round trips:                             NANOS P50 P99 P99.9 (microseconds)
 *   close                         closes all connections:                            closed
 * </pre>
 */
public final class EchoLoad {
    private static final int READ_BYTES = 256 * 1024;
    /** Round trips on each connection whose bytes are compared before anything is timed. */
    private static final int CHECKS_PER_CONNECTION = 3;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Latencies latencies = new Latencies();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Consumer<SelectionKey> serve = this::serve;
    private boolean checking;
    private long toBegin;
    private long toFinish;

    private EchoLoad() throws IOException {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        EchoLoad load = new EchoLoad();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            ServerConsole.say(load.obey(line.split(" ", -1)));
        }
    }

    private String obey(String[] words) throws IOException {
        switch (words[0]) {
            case "open" -> {
                open(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                return "opened";
            }
            case "run" -> {
                return run(Long.parseLong(words[1]));
            }
            case "close" -> {
                close();
                return "closed";
            }
            default -> throw new IllegalArgumentException("'" + words[0] + "' is not open, run or close");
        }
    }

    private void open(int port, int count, int messageBytes) throws IOException {
        ByteBuffer pattern = ByteBuffer.allocateDirect(messageBytes + LoadConnection.OFFSETS);
        byte[] noise = new byte[pattern.capacity()];
        new Random(42).nextBytes(noise);
        pattern.put(noise);
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connections.add(new LoadConnection(channel, selector, pattern, i));
        }
        checking = true;
        exchange((long) CHECKS_PER_CONNECTION * count);
        checking = false;
    }

    private String run(long requests) throws IOException {
        latencies.clear();
        long began = System.nanoTime();
        exchange(requests);
        long took = System.nanoTime() - began;
        return took + " " + latencies.percentileMicros(0.5) + " " + latencies.percentileMicros(0.99) + " "
                + latencies.percentileMicros(0.999);
    }

    private void exchange(long requests) throws IOException {
        toBegin = requests;
        toFinish = requests;
        for (LoadConnection connection : connections) {
            beginIfWanted(connection, System.nanoTime());
        }
        while (toFinish > 0) {
            selector.select(serve);
        }
    }

    private void serve(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (connection.proceed(buffer, checking)) {
                long now = System.nanoTime();
                latencies.record(now - connection.startedNanos());
                toFinish--;
                beginIfWanted(connection, now);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void beginIfWanted(LoadConnection connection, long nowNanos) throws IOException {
        if (toBegin > 0) {
            toBegin--;
            connection.begin(nowNanos);
        }
    }

    private void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        connections.clear();
        selector.selectNow();
    }
}

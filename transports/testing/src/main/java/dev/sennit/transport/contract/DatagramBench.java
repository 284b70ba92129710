package dev.sennit.transport.contract;

import dev.sennit.transport.Address;
import dev.sennit.transport.Reactor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a suite about datagrams runs on: two reactors, or one twice, and where sockets are bound.
 *
 * @param near where most sockets live
 * @param far where the others live
 * @param places where a socket that is sent to is asked for, with a free port or name each time
 * @param tooLongToSend a length that the system does not send
 * @param waiting how the test waits
 */
public record DatagramBench(
        Reactor near, Reactor far, Supplier<? extends Address> places, int tooLongToSend, Waiting waiting)
        implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Reactors with threads of their own. */
    public static DatagramBench real(Reactor near, Reactor far, Supplier<? extends Address> places, int tooLongToSend) {
        return new DatagramBench(near, far, places, tooLongToSend, new Waiting.Real(DEADLINE));
    }

    @Override
    public void close() {
        for (Reactor reactor : List.of(near, far)) {
            reactor.close();
        }
    }
}

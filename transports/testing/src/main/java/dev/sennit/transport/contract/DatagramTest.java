package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.DatagramFailedException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the suites about datagrams share: a bench for each test, and probes on its sockets. */
@Timeout(120)
public abstract class DatagramTest extends WitnessedTest {
    static final BiConsumer<DatagramProbe, String> IDLE = (probe, event) -> {};

    /** Sends each datagram back. */
    static final BiConsumer<DatagramProbe, String> ECHO = (probe, event) -> {
        if (event.equals("data")) {
            int last = probe.receivedCount() - 1;
            probe.send(probe.received().get(last), probe.senders().get(last));
        }
    };

    private DatagramBench bench;

    private Optional<DatagramContracts> around = Optional.empty();

    @RegisterExtension
    final BeforeEachCallback suites =
            context -> around = context.getRequiredTestInstances().findInstance(DatagramContracts.class);

    /** Makes the bench for one test. A suite inside {@link DatagramContracts} asks the class around it. */
    protected DatagramBench openBench() {
        return around.orElseThrow(() -> new IllegalStateException(getClass() + " opens no bench"))
                .openBench();
    }

    @BeforeEach
    void openTheBench() {
        bench = openBench();
    }

    @Override
    final void closeBench() {
        bench.close();
    }

    @Override
    final Waiting waiting() {
        return bench.waiting();
    }

    final DatagramBench bench() {
        return bench;
    }

    final Address place() {
        return bench.places().get();
    }

    final DatagramProbe near() {
        return near(IDLE);
    }

    final DatagramProbe near(BiConsumer<DatagramProbe, String> reaction) {
        return near(DatagramOptions.DEFAULT, reaction);
    }

    final DatagramProbe near(DatagramOptions options, BiConsumer<DatagramProbe, String> reaction) {
        return await(bind(bench.near(), place(), options, reaction));
    }

    final DatagramProbe far() {
        return far(IDLE);
    }

    final DatagramProbe far(BiConsumer<DatagramProbe, String> reaction) {
        return await(bind(bench.far(), place(), DatagramOptions.DEFAULT, reaction));
    }

    /** Asks for a socket of the near reactor at a free place. */
    final Deferred<DatagramProbe> binding(DatagramOptions options) {
        return bind(bench.near(), place(), options, IDLE);
    }

    /** Asks for a socket of the far reactor at this place. */
    final Deferred<DatagramProbe> bindingAt(Address at) {
        return bind(bench.far(), at, DatagramOptions.DEFAULT, IDLE);
    }

    final Deferred<DatagramProbe> bind(
            Reactor on, Address at, DatagramOptions options, BiConsumer<DatagramProbe, String> reaction) {
        return on.bind(at, options, probes(reaction));
    }

    final DatagramProtocolFactory<DatagramProbe> probes(BiConsumer<DatagramProbe, String> reaction) {
        return transport -> new DatagramProbe(transport, witness(), reaction);
    }

    final void waitForEnd(DatagramProbe... probes) {
        for (DatagramProbe probe : probes) {
            waitFor("the socket was closed", () -> probe.heard("closed"));
        }
    }

    /** Waits for the end of a socket, which must be of this kind. */
    final <R extends CloseReason> R waitForEnd(Class<R> kind, DatagramProbe probe) {
        waitForEnd(probe);
        return assertInstanceOf(kind, probe.reason());
    }

    final void settle(DatagramProbe... probes) {
        bench.waiting()
                .settle(List.of(probes).stream()
                        .map(each -> each.transport().loop())
                        .toList());
    }

    /** Runs something on a probe's loop, and waits for it. */
    final void on(DatagramProbe probe, Runnable action) {
        onLoop(probe.transport().loop(), action);
    }

    final void send(DatagramProbe from, Bytes data, DatagramProbe to) {
        on(from, () -> from.send(data, to.local()));
    }

    /** Sends numbered datagrams in one turn of the loop. */
    final void sendNumbered(int count, DatagramProbe from, DatagramProbe to) {
        on(from, () -> numbered(0, count).forEach(each -> from.send(each, to.local())));
    }

    /** Waits until the probe has received these, and nothing else. */
    final void waitForDatagrams(List<Bytes> wanted, DatagramProbe probe) {
        waitForDatagrams(wanted.size(), probe);
        assertEquals(wanted, probe.received());
    }

    final void waitForDatagrams(int count, DatagramProbe probe) {
        waitFor("datagram " + count + " came", () -> probe.receivedCount() == count);
    }

    /** Waits for the first failure to send, which must have this reason. */
    final DatagramFailedException waitForFailure(DatagramFailedException.Kind kind, DatagramProbe probe) {
        waitFor("the failure was told", () -> probe.heard("sendFailed"));
        DatagramFailedException failed = probe.failures().get(0);
        assertEquals(kind, failed.kind(), failed.toString());
        return failed;
    }

    final void close(DatagramProbe probe) {
        on(probe, probe::close);
        waitForEnd(probe);
    }

    static Bytes numbered(int number) {
        return Bytes.utf8("datagram " + number);
    }

    static List<Bytes> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(DatagramTest::numbered).toList();
    }

    /** Bytes of this length that tell where they belong. */
    static Bytes pattern(int length) {
        return ContractTest.pattern(length, length);
    }
}

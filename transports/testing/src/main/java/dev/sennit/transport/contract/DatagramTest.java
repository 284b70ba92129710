package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the suites about datagrams share: a bench for each test, and after it whether any probe saw a rule broken. */
@Timeout(120)
public abstract class DatagramTest {
    static final BiConsumer<DatagramProbe, String> IDLE = (probe, event) -> {};

    private final Witness witness = new Witness();
    private DatagramBench bench;

    /** Makes the bench for one test. */
    protected abstract DatagramBench openBench();

    @BeforeEach
    void open() {
        bench = openBench();
    }

    @AfterEach
    void close() {
        bench.close();
        witness.close();
        assertEquals(List.of(), witness.violations(), "rules that a probe saw broken");
    }

    final DatagramBench bench() {
        return bench;
    }

    final Witness witness() {
        return witness;
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

    final Deferred<DatagramProbe> bind(
            Reactor on, Address at, DatagramOptions options, BiConsumer<DatagramProbe, String> reaction) {
        return on.bind(at, options, probes(reaction));
    }

    final DatagramProtocolFactory<DatagramProbe> probes(BiConsumer<DatagramProbe, String> reaction) {
        return transport -> new DatagramProbe(transport, witness, reaction);
    }

    final void waitFor(String what, BooleanSupplier condition) {
        bench.waiting().until(what, witness, condition);
    }

    final void waitForEnd(DatagramProbe... probes) {
        for (DatagramProbe probe : probes) {
            waitFor("the socket was closed", () -> probe.heard("closed"));
        }
    }

    final <T> T await(Deferred<T> deferred) {
        return bench.waiting().await(deferred, witness);
    }

    final void settle(DatagramProbe... probes) {
        bench.waiting()
                .settle(List.of(probes).stream()
                        .map(each -> each.transport().loop())
                        .toList());
    }

    /** Runs something on a probe's loop, and waits for it. */
    final void on(DatagramProbe probe, Runnable action) {
        Deferred.Source<Boolean> done = new Deferred.Source<>();
        probe.transport().loop().execute(() -> {
            try {
                action.run();
                done.succeed(true);
            } catch (Throwable failure) {
                done.fail(failure);
            }
        });
        await(done.deferred());
    }

    final void send(DatagramProbe from, Bytes data, DatagramProbe to) {
        on(from, () -> from.send(data, to.local()));
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

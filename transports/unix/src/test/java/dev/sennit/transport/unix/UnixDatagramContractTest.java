package dev.sennit.transport.unix;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.DatagramBench;
import dev.sennit.transport.contract.LosslessDatagramContracts;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Linux's Unix sockets keep the contracts of datagrams: by path and by abstract name. */
@EnabledOnOs(OS.LINUX)
class UnixDatagramContractTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int TOO_LONG = 8 * 1024 * 1024;

    private final Path home;

    UnixDatagramContractTest(@TempDir Path home) {
        this.home = home;
    }

    private static NioReactor reactor(int loops) {
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops));
    }

    @Nested
    class AbstractNamesOnOneLoop extends LosslessDatagramContracts {
        @Override
        protected DatagramBench openBench() {
            NioReactor reactor = reactor(1);
            return DatagramBench.real(reactor, reactor, () -> new UnixAddress(name()), TOO_LONG);
        }

        private String name() {
            return "@sennit-datagram-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        }
    }

    @Nested
    class PathsBetweenTwoReactors extends LosslessDatagramContracts {
        @Override
        protected DatagramBench openBench() {
            return DatagramBench.real(
                    reactor(2),
                    reactor(1),
                    () -> UnixAddress.of(home.resolve(NAMES.incrementAndGet() + ".sock")),
                    TOO_LONG);
        }
    }
}

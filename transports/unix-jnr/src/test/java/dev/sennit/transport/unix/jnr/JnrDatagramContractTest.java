package dev.sennit.transport.unix.jnr;

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

/** The datagrams of jnr-unixsocket keep all contracts: by path, by abstract name, and with sennit-transport-unix. */
@EnabledOnOs(OS.LINUX)
class JnrDatagramContractTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final int TOO_LONG = 8 * 1024 * 1024;

    private final Path home;

    JnrDatagramContractTest(@TempDir Path home) {
        this.home = home;
    }

    private UnixAddress path() {
        return UnixAddress.of(home.resolve(NAMES.incrementAndGet() + ".sock"));
    }

    @Nested
    class AbstractNamesOnOneLoop extends LosslessDatagramContracts {
        @Override
        protected DatagramBench openBench() {
            NioReactor reactor = Reactors.jnr(1);
            return DatagramBench.real(reactor, reactor, () -> new UnixAddress(name()), TOO_LONG);
        }

        private String name() {
            return "@sennit-jnr-datagram-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        }
    }

    @Nested
    class PathsBetweenTwoReactors extends LosslessDatagramContracts {
        @Override
        protected DatagramBench openBench() {
            return DatagramBench.real(Reactors.jnr(2), Reactors.jnr(1), JnrDatagramContractTest.this::path, TOO_LONG);
        }
    }

    @Nested
    class PathsToTheOtherModule extends LosslessDatagramContracts {
        @Override
        protected DatagramBench openBench() {
            NioReactor other = new NioReactor(NioSettings.DEFAULT.withLoops(1));
            return DatagramBench.real(Reactors.jnr(1), other, JnrDatagramContractTest.this::path, TOO_LONG);
        }
    }
}

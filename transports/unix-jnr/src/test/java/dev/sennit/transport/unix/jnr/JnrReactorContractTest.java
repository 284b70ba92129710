package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.Reactor;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.nio.NioReactor;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sockets of jnr-unixsocket keep the contracts: by path and by abstract name, and together with the JDK's and those of
 * sennit-transport-unix.
 *
 * <p>All suites of reactors are run. Of their tests none is left out but those of resets, which no Unix socket has.
 */
@EnabledOnOs({OS.LINUX, OS.MAC, OS.FREEBSD, OS.OPENBSD})
class JnrReactorContractTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path home;

    JnrReactorContractTest(@TempDir Path home) {
        this.home = home;
    }

    private ContractBench byPath(Reactor server, Reactor client) {
        return ContractBench.real(server, client, UnixAddress.UNNAMED)
                .withoutResets()
                .at(() -> UnixAddress.of(home.resolve(NAMES.incrementAndGet() + ".sock")));
    }

    @Nested
    @EnabledOnOs(OS.LINUX)
    class AbstractNamesOnOneLoop extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = Reactors.jnr(1);
            String prefix = "@sennit-jnr-" + ProcessHandle.current().pid() + "-";
            return ContractBench.real(reactor, reactor, UnixAddress.UNNAMED)
                    .withoutResets()
                    .at(() -> new UnixAddress(prefix + NAMES.incrementAndGet()));
        }
    }

    @Nested
    class PathsBetweenTwoReactors extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(Reactors.jnr(3), Reactors.jnr(2));
        }
    }

    @Nested
    class PathsToTheJdksSockets extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(Reactors.jnr(1), new NioReactor(Reactors.settings(1).withProvidedSockets(false)));
        }
    }

    @Nested
    @EnabledOnOs(OS.LINUX)
    class PathsFromTheOtherModule extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(new NioReactor(Reactors.settings(1)), Reactors.jnr(1));
        }
    }

    @Nested
    class PathsThroughALayer extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(Reactors.jnr(1), Reactors.jnr(1)).through(Layers.Xor::new);
        }
    }
}

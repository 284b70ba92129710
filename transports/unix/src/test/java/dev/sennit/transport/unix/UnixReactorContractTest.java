package dev.sennit.transport.unix;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Linux's own sockets keep the contracts: by path and by abstract name, and together with the JDK's. */
@EnabledOnOs(OS.LINUX)
class UnixReactorContractTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path home;

    UnixReactorContractTest(@TempDir Path home) {
        this.home = home;
    }

    /** A close waits only a short time for a peer that stays open, as some do on purpose. */
    private static NioSettings settings(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(Duration.ofMillis(100));
        return NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts);
    }

    private static NioReactor reactor(int loops) {
        return new NioReactor(settings(loops));
    }

    private static ContractBench byName(Reactor server, Reactor client) {
        return ContractBench.real(server, client, UnixAddress.UNNAMED)
                .withoutResets()
                .at(() -> new UnixAddress("@sennit-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet()));
    }

    private ContractBench byPath(Reactor server, Reactor client) {
        return ContractBench.real(server, client, UnixAddress.UNNAMED)
                .withoutResets()
                .at(() -> UnixAddress.of(home.resolve(NAMES.incrementAndGet() + ".sock")));
    }

    @Nested
    class AbstractNamesOnOneLoop extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = reactor(1);
            return byName(reactor, reactor);
        }
    }

    @Nested
    class PathsBetweenTwoReactors extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(reactor(3), reactor(2));
        }
    }

    @Nested
    class PathsToTheJdksSockets extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return byPath(reactor(1), new NioReactor(settings(1).withProvidedSockets(false)));
        }
    }

    @Nested
    class AbstractNamesThroughALayer extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return byName(reactor(1), reactor(1)).through(Layers.Xor::new);
        }
    }
}

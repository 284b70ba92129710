package dev.sennit.tls.layer;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.JointEndContracts;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** TLS keeps the contracts of every transport, over every carrier; one subclass for each pair of implementations. */
abstract class TlsContracts {
    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static Path sockets;

    /** Both sides. */
    abstract TlsPair pair();

    @BeforeAll
    static void keepSocketsIn(@TempDir Path directory) {
        sockets = directory;
    }

    private static ContractBench simulated(long seed) {
        return ContractBench.simulated(MemoryNetwork.seeded(seed).withRules(ROUGH));
    }

    private static NioReactor reactor(int loops) {
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops));
    }

    @Nested
    class Whole extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().in(TlsVersion.TLS_1_3).over(ContractBench.simulated(MemoryNetwork.seeded(1)));
        }
    }

    @Nested
    class SplitAndLate extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().over(simulated(2));
        }
    }

    @Nested
    class InTheOlderVersion extends JointEndContracts {
        @Override
        protected ContractBench openBench() {
            return pair().in(TlsVersion.TLS_1_2).over(simulated(3));
        }
    }

    @Nested
    class TlsInTls extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().over(pair().over(simulated(4)));
        }
    }

    @Nested
    class ThroughAHub extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().over(ContractBench.hub(new MemoryHub(), reactor(1), reactor(2)));
        }
    }

    @Nested
    class OverLoopback extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().over(ContractBench.real(reactor(1), reactor(2), TcpAddress.loopback(0)));
        }
    }

    @Nested
    class OverLoopbackInTheOlderVersion extends JointEndContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = reactor(1);
            return pair().in(TlsVersion.TLS_1_2).over(ContractBench.real(reactor, reactor, TcpAddress.loopback(0)));
        }
    }

    @Nested
    class OverUnixSockets extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return pair().over(ContractBench.real(reactor(1), reactor(2), UnixAddress.UNNAMED)
                    .withoutResets()
                    .at(() -> UnixAddress.of(sockets.resolve(NUMBERS.incrementAndGet() + ".sock"))));
        }
    }
}

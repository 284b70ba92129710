package dev.sennit.memory;

import dev.sennit.transport.MemoryAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.contract.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The memory network keeps the contracts: whole and at once, split and late, and through layers. */
class MemoryNetworkContractTest {
    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    @Nested
    class Plain extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.simulated(MemoryNetwork.seeded(1));
        }
    }

    @Nested
    class SplitAndLate extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.simulated(MemoryNetwork.seeded(2).withRules(ROUGH));
        }
    }

    @Nested
    class ThroughThreeLayers extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.simulated(MemoryNetwork.seeded(3).withRules(ROUGH))
                    .through(Layers.Identity::new)
                    .through(Layers.Xor::new)
                    .through(Layers.Identity::new);
        }
    }

    @Nested
    class OnOneHostByName extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            MemoryNetwork network = MemoryNetwork.seeded(4);
            MemoryHost host = network.host("alone");
            return new ContractBench(
                    host,
                    host,
                    new MemoryAddress("door"),
                    new ContractBench.ByReactor(),
                    new Waiting.Virtual(network),
                    () -> {});
        }
    }

    @Nested
    class ThroughAHub extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            MemoryNetwork network = MemoryNetwork.seeded(5);
            return ContractBench.hub(
                    new MemoryHub(), network.host("server"), network.host("client"), new Waiting.Virtual(network));
        }
    }
}

package dev.sennit.transport.nio;

import dev.sennit.memory.MemoryHub;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.StreamContracts;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** Connections inside one process keep the contracts with either end on any real loop. */
class MemoryHubContractTest {
    /** How long a close waits for a peer that stays open, as some do on purpose. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static NioReactor reactor(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(TIMEOUT);
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts));
    }

    @Nested
    class OneLoop extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = reactor(1);
            return ContractBench.hub(new MemoryHub(), reactor, reactor);
        }
    }

    @Nested
    class BetweenLoops extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.hub(new MemoryHub(), reactor(2), reactor(2));
        }
    }

    @Nested
    class ThroughLayers extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.hub(new MemoryHub(), reactor(1), reactor(1)).through(Layers.Xor::new);
        }
    }
}

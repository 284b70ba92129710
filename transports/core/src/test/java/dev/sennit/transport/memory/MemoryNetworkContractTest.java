package dev.sennit.transport.memory;

import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;

/** The memory network keeps the contracts, with everything whole and at once. */
class MemoryNetworkContractTest extends StreamContracts {
    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(MemoryNetwork.seeded(1));
    }
}

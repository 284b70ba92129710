package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites about connections, over one bench: what a new transport extends. */
public abstract class StreamContracts {
    /** Makes the bench for one test. */
    protected abstract ContractBench openBench();

    @Nested
    class Transports extends TransportContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }

    @Nested
    class Flow extends FlowContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }

    @Nested
    class Threads extends ThreadContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }

    @Nested
    class Stacks extends StackContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }

    @Nested
    class LayersInStacks extends LayerContract {
        @Override
        protected ContractBench openBench() {
            return StreamContracts.this.openBench();
        }
    }
}

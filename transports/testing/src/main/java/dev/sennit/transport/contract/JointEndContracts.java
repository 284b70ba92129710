package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/**
 * The suites about connections that hold even where the first end of a direction ends both, as in TLS 1.2. A transport whose
 * directions end one by one extends {@link StreamContracts}.
 */
public abstract class JointEndContracts {
    /** Makes the bench for one test. */
    protected abstract ContractBench openBench();

    @Nested
    class Admission extends AdmissionContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Transports extends TransportContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Flow extends FlowContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Threads extends ThreadContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Writable extends WritableContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Stacks extends StackContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class LayersInStacks extends LayerContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }

    @Nested
    class Handshakes extends HandshakeContract {
        @Override
        protected ContractBench openBench() {
            return JointEndContracts.this.openBench();
        }
    }
}

package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites about datagrams that may be lost, over one bench: what a new reactor for datagrams extends. */
public abstract class DatagramContracts {
    /** Makes the bench for one test. */
    protected abstract DatagramBench openBench();

    @Nested
    class Receiving extends DatagramReceivingContract {
        @Override
        protected DatagramBench openBench() {
            return DatagramContracts.this.openBench();
        }
    }

    @Nested
    class Sending extends DatagramSendingContract {
        @Override
        protected DatagramBench openBench() {
            return DatagramContracts.this.openBench();
        }
    }

    @Nested
    class Binding extends DatagramBindContract {
        @Override
        protected DatagramBench openBench() {
            return DatagramContracts.this.openBench();
        }
    }
}

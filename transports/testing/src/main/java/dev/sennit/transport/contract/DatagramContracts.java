package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites about datagrams that may be lost, over one bench: what a new reactor for datagrams extends. */
public abstract class DatagramContracts {
    /** Makes the bench for one test. */
    protected abstract DatagramBench openBench();

    @Nested
    class Receiving extends DatagramReceivingContract {}

    @Nested
    class Sending extends DatagramSendingContract {}

    @Nested
    class Binding extends DatagramBindContract {}
}

package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites about datagrams, over one bench on which none is lost. */
public abstract class LosslessDatagramContracts extends DatagramContracts {
    @Nested
    class Waiting extends DatagramWaitingContract {}
}

package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites about connections, over one bench: what a new transport extends. */
public abstract class StreamContracts extends JointEndContracts {
    @Nested
    class HalfClosing extends HalfCloseContract {}
}

package dev.sennit.transport.contract;

import org.junit.jupiter.api.Nested;

/** All suites, over one bench: what a new reactor extends. */
public abstract class ReactorContracts extends StreamContracts {
    @Nested
    class Reactors extends ReactorContract {}

    @Nested
    class Drains extends DrainContract {}
}

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
    class Admission extends AdmissionContract {}

    @Nested
    class Transports extends TransportContract {}

    @Nested
    class Closing extends ClosingContract {}

    @Nested
    class Flow extends FlowContract {}

    @Nested
    class Threads extends ThreadContract {}

    @Nested
    class Writable extends WritableContract {}

    @Nested
    class Stacks extends StackContract {}

    @Nested
    class LayersInStacks extends LayerContract {}

    @Nested
    class Handshakes extends HandshakeContract {}
}

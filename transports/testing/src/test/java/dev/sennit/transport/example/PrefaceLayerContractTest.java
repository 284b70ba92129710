package dev.sennit.transport.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A layer of one's own keeps the contracts, over a link that delivers at once and over one that splits and delays. */
class PrefaceLayerContractTest {
    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    private static Layer layer() {
        return new PrefaceLayer("chat/2");
    }

    @Nested
    class Whole extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.simulated(MemoryNetwork.seeded(1)).through(PrefaceLayerContractTest::layer);
        }
    }

    @Nested
    class SplitAndLate extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.simulated(MemoryNetwork.seeded(2).withRules(ROUGH))
                    .through(PrefaceLayerContractTest::layer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    chat/1                                                             | the peer sent chat/1\\n, wanted chat/2\\n (the preface of this protocol)
                    a name of a protocol that is much longer than a name ought to be + | name in bytes over the limit of 64
                    """)
    void refusesAnotherName(String name, String message) {
        ProtocolFactory<Protocol> factory = transport -> data -> {};
        RecordingTransport<Protocol> wire = RecordingTransport.with(factory.through(PrefaceLayerContractTest::layer));
        wire.receive(name + "\n");
        CloseReason.Broken reason = assertInstanceOf(CloseReason.Broken.class, wire.lostReason());
        assertEquals(message, reason.cause().getMessage());
    }

    @Test
    void sendsItsNameFirst() {
        ProtocolFactory<Protocol> factory = transport -> data -> {};
        RecordingTransport<Protocol> wire = RecordingTransport.with(factory.through(PrefaceLayerContractTest::layer));
        assertEquals("chat/2\n", wire.written().toUtf8());
    }
}

package dev.sennit.integration.product;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.contract.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** Connections keep every contract through every handshake of this module, whole and at once or split and late. */
@ParameterizedClass(name = "{0}")
@FieldSource("WAYS")
class ProxyLayersContractTest {
    static final List<Way> WAYS =
            List.of(Way.SOCKS_5, Way.SOCKS_5_WITH_LOGIN, Way.SOCKS_4, Way.HTTP_CONNECT, Way.PROXY_1, Way.PROXY_2);

    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    private final Way way;

    ProxyLayersContractTest(Way way) {
        this.way = way;
    }

    @Nested
    class Whole extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return way.over(ContractBench.simulated(MemoryNetwork.seeded(1)));
        }
    }

    @Nested
    class SplitAndLate extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return way.over(ContractBench.simulated(MemoryNetwork.seeded(2).withRules(ROUGH)));
        }
    }

    @Nested
    class ByName extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            MemoryNetwork network = MemoryNetwork.seeded(3);
            return way.over(ContractBench.hub(
                    new MemoryHub(), network.host("server"), network.host("client"), new Waiting.Virtual(network)));
        }
    }
}

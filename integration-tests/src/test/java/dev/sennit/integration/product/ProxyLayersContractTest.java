package dev.sennit.integration.product;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHub;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.contract.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** Connections keep every contract through every handshake of this module, whole and at once or split and late. */
class ProxyLayersContractTest {
    private static final LinkRules ROUGH =
            LinkRules.DEFAULT.withSplit(5000).withDelay(Duration.ZERO, Duration.ofMillis(20));

    @Nested
    class Socks5 extends WayContracts {
        @Override
        Way way() {
            return Way.SOCKS_5;
        }
    }

    @Nested
    class Socks5WithLogin extends WayContracts {
        @Override
        Way way() {
            return Way.SOCKS_5_WITH_LOGIN;
        }
    }

    @Nested
    class Socks4 extends WayContracts {
        @Override
        Way way() {
            return Way.SOCKS_4;
        }
    }

    @Nested
    class HttpConnect extends WayContracts {
        @Override
        Way way() {
            return Way.HTTP_CONNECT;
        }
    }

    @Nested
    class Proxy1 extends WayContracts {
        @Override
        Way way() {
            return Way.PROXY_1;
        }
    }

    @Nested
    class Proxy2 extends WayContracts {
        @Override
        Way way() {
            return Way.PROXY_2;
        }
    }

    /** Each way, over each kind of link. */
    abstract static class WayContracts {
        abstract Way way();

        @Nested
        class Whole extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                return way().over(ContractBench.simulated(MemoryNetwork.seeded(1)));
            }
        }

        @Nested
        class SplitAndLate extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                return way().over(
                                ContractBench.simulated(MemoryNetwork.seeded(2).withRules(ROUGH)));
            }
        }

        @Nested
        class ByName extends StreamContracts {
            @Override
            protected ContractBench openBench() {
                MemoryNetwork network = MemoryNetwork.seeded(3);
                return way().over(ContractBench.hub(
                        new MemoryHub(), network.host("server"), network.host("client"), new Waiting.Virtual(network)));
            }
        }
    }
}

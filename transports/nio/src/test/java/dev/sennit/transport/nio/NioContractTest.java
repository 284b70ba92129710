package dev.sennit.transport.nio;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** TCP over loopback keeps the contracts: on one loop, between loops, between reactors, over IPv6, through layers. */
class NioContractTest {
    /** How long a close waits for a peer that stays open, as some do on purpose. */
    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static NioReactor reactor(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(TIMEOUT);
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts));
    }

    @Nested
    class OneLoop extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            NioReactor reactor = reactor(1);
            return ContractBench.real(reactor, reactor, TcpAddress.loopback(0));
        }
    }

    @Nested
    class TwoReactorsOfThreeLoops extends ReactorContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.real(reactor(3), reactor(3), TcpAddress.loopback(0));
        }
    }

    @Nested
    class Ipv6 extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.real(reactor(1), reactor(1), TcpAddress.of("::1", 0));
        }
    }

    @Nested
    class ThroughLayers extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.real(reactor(1), reactor(2), TcpAddress.loopback(0))
                    .through(Layers.Identity::new)
                    .through(Layers.Xor::new)
                    .through(Layers.Identity::new);
        }
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.contract.DatagramBench;
import dev.sennit.transport.contract.DatagramContracts;
import org.junit.jupiter.api.Nested;

/** UDP over loopback keeps the contracts of datagrams: on one loop, between reactors, over IPv6. */
class UdpContractTest {
    private static final int TOO_LONG = 65_536;

    private static NioReactor reactor(int loops) {
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops));
    }

    @Nested
    class OneLoop extends DatagramContracts {
        @Override
        protected DatagramBench openBench() {
            NioReactor reactor = reactor(1);
            return DatagramBench.real(reactor, reactor, () -> UdpAddress.loopback(0), TOO_LONG);
        }
    }

    @Nested
    class Ipv6BetweenTwoReactors extends DatagramContracts {
        @Override
        protected DatagramBench openBench() {
            return DatagramBench.real(reactor(2), reactor(1), () -> UdpAddress.of("::1", 0), TOO_LONG);
        }
    }
}

package dev.sennit.transport.unix;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.Layers;
import dev.sennit.transport.contract.ReactorContracts;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** TCP on Linux's own sockets keeps the contracts, also with the JDK's at the other end. */
@EnabledOnOs(OS.LINUX)
class LinuxTcpContractTest {
    private static NioReactor reactor(int loops) {
        return new NioReactor(NioSettings.DEFAULT.withLoops(loops).withSockets(LinuxSockets.withTcp()));
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
    class ToTheJdksSockets extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.real(
                    reactor(1), new NioReactor(NioSettings.DEFAULT.withLoops(1)), TcpAddress.loopback(0));
        }
    }

    @Nested
    class FromTheJdksSocketsThroughALayer extends StreamContracts {
        @Override
        protected ContractBench openBench() {
            return ContractBench.real(
                            new NioReactor(NioSettings.DEFAULT.withLoops(1)), reactor(1), TcpAddress.loopback(0))
                    .through(Layers.Xor::new);
        }
    }
}

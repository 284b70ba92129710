package dev.sennit.transport.example;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.StreamContracts;
import dev.sennit.transport.contract.Waiting;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.example.Pipes.PipeAddress;

/** A transport of one's own keeps the contracts, between the loops of two hosts under virtual time. */
class PipeContractTest extends StreamContracts {
    @Override
    protected ContractBench openBench() {
        MemoryNetwork loops = MemoryNetwork.seeded(1);
        return new ContractBench(
                loops.host("server"),
                loops.host("client"),
                new PipeAddress("contract"),
                new ByPipes(new Pipes()),
                new Waiting.Virtual(loops),
                () -> {});
    }

    private record ByPipes(Pipes pipes) implements ContractBench.Opening {
        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return pipes.listen(on, (PipeAddress) at, options, factory);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return pipes.connect(from, (PipeAddress) to, options, factory);
        }
    }
}

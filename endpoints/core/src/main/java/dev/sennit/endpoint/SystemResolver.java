package dev.sennit.endpoint;

import dev.sennit.transport.LocalNames;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;

/** The machine's own resolver, which blocks a thread for each name. */
record SystemResolver(Reactor reactor, Executor threads) implements Resolver {
    @Override
    public Resolver on(Executor others) {
        return new SystemResolver(reactor, others);
    }

    @Override
    public Deferred<List<InetAddress>> resolve(String host) {
        return LocalNames.isLocal(host)
                ? Deferred.of(LocalNames.addressesOf(host))
                : reactor.offload(() -> List.of(InetAddress.getAllByName(host)), threads);
    }
}

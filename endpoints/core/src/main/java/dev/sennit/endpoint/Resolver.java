package dev.sennit.endpoint;

import dev.sennit.memory.MemoryHost;
import dev.sennit.transport.LocalNames;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;

/** Turns host names into addresses, without blocking the caller. */
@FunctionalInterface
public interface Resolver {
    /**
     * Looks a name up.
     *
     * @param host a name or an IP address literal
     * @return at least one address, in the order of preference; fails with a {@link java.net.UnknownHostException} if
     *     there is none. Cancelling it abandons the answer
     */
    Deferred<List<InetAddress>> resolve(String host);

    /**
     * The same, which blocks these threads where it has to block a thread: for names that somebody else chooses, whose
     * look-ups may take long. A resolver that blocks no thread, as by default, returns itself.
     */
    default Resolver on(Executor threads) {
        return this;
    }

    /**
     * What resolves the names that this reactor connects to: within a memory network its hosts' names and nothing else,
     * otherwise the machine's own resolver.
     */
    static Resolver of(Reactor reactor) {
        if (!(reactor instanceof MemoryHost inMemory)) {
            return system(reactor);
        }
        return name -> {
            List<InetAddress> known = inMemory.addressesOf(name);
            return known.isEmpty() ? Deferred.failed(new UnknownHostException(name)) : Deferred.of(known);
        };
    }

    /**
     * The machine's own resolver, asked on the reactor's worker threads since it blocks. The names of {@link LocalNames}
     * are answered at once with the loopback addresses.
     */
    static Resolver system(Reactor reactor) {
        return system(reactor, reactor.workers());
    }

    private static Resolver system(Reactor reactor, Executor threads) {
        return new Resolver() {
            @Override
            public Resolver on(Executor others) {
                return system(reactor, others);
            }

            @Override
            public Deferred<List<InetAddress>> resolve(String host) {
                return LocalNames.isLocal(host)
                        ? Deferred.of(LocalNames.addressesOf(host))
                        : reactor.offload(() -> List.of(InetAddress.getAllByName(host)), threads);
            }
        };
    }
}

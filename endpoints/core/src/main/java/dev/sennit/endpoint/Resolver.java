package dev.sennit.endpoint;

import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
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
     * Returns the same resolver, using these threads for look-ups that block. For names that somebody else chooses, whose
     * look-ups may take long. The default is for a resolver that blocks no thread, and returns the resolver itself.
     */
    default Resolver on(Executor threads) {
        return this;
    }

    /** Returns what resolves the names that this reactor connects to: {@link Reactor#resolve}, on its workers. */
    static Resolver of(Reactor reactor) {
        return of(reactor, reactor.workers());
    }

    private static Resolver of(Reactor reactor, Executor threads) {
        return new Resolver() {
            @Override
            public Resolver on(Executor others) {
                return of(reactor, others);
            }

            @Override
            public Deferred<List<InetAddress>> resolve(String host) {
                return reactor.resolve(host, threads);
            }
        };
    }
}

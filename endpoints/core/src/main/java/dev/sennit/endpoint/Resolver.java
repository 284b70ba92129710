package dev.sennit.endpoint;

import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;

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

    /** The machine's own resolver, asked on the reactor's worker threads since it blocks. */
    static Resolver system(Reactor reactor) {
        return host -> reactor.offload(() -> List.of(InetAddress.getAllByName(host)));
    }
}

package dev.sennit.socks.plug;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Resolver;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.server.SocksDialer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy's way out by the {@code tcp} client endpoint, which races a destination's addresses.
 *
 * @param names looks up what clients ask for
 */
record EndpointDialer(EndpointContext context, Resolver names) implements SocksDialer {
    /** Makes one that looks names up on threads of its own, at most so many. */
    static EndpointDialer of(EndpointContext context, int lookups) {
        return new EndpointDialer(context, context.resolver().on(new LookupThreads(lookups)));
    }

    @Override
    public Deferred<List<InetAddress>> resolve(String name) {
        return names.resolve(name);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Destination destination, List<InetAddress> addresses, ProtocolFactory<P> factory) {
        // Not looked up again: only these were allowed.
        EndpointContext allowed = context.withResolver(name -> Deferred.of(addresses));
        HostPort target = new HostPort(destination.host(), destination.port());
        return allowed.reach(target, Optional.empty()).connect(factory);
    }

    @Override
    public Deferred<Listener> listen(TcpAddress at, ProtocolFactory<?> factory) {
        return context.reactor().listen(at, ListenOptions.DEFAULT, factory);
    }

    /**
     * Threads for looking up names that clients choose, so that names whose servers do not answer delay no other work. They
     * start as names come, end soon after, and do not keep the process running.
     */
    private static final class LookupThreads implements Executor {
        private static final long KEEP_SECONDS = 5;

        private final ThreadPoolExecutor pool;

        /** Makes an executor with this many threads at most, 1 or more. */
        LookupThreads(int most) {
            AtomicInteger count = new AtomicInteger();
            pool = new ThreadPoolExecutor(
                    most, most, KEEP_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                        Thread thread = new Thread(work, "sennit-socks-lookup-" + count.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
        }

        @Override
        public void execute(Runnable work) {
            pool.execute(work);
        }
    }
}

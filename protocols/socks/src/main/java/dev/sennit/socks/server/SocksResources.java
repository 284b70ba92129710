package dev.sennit.socks.server;

import dev.sennit.transport.Address;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.LimitExceededException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** What all sessions of a server share. */
record SocksResources(SocksSettings settings, SocksDialer dialer, NameLookups lookups, LoginThrottle logins) {
    private static final int CLIENT_BYTES = 8;

    static SocksResources of(SocksSettings settings, SocksDialer dialer) {
        return new SocksResources(
                settings, dialer, new NameLookups(dialer, settings.lookups()), new LoginThrottle(settings.logins()));
    }

    /**
     * Returns what counts as one client where a limit is per client: an IPv4 address, the first 64 bits of an IPv6 address,
     * since one host may use all that share them (RFC 4291, section 2.5.4), or all that do not come over IP.
     */
    static Bytes clientAt(Address peer) {
        if (!(peer instanceof TcpAddress tcp)) {
            return Bytes.EMPTY;
        }
        Bytes octets = Bytes.copyOf(tcp.ip().getAddress());
        return octets.slice(0, Math.min(CLIENT_BYTES, octets.length()));
    }

    /**
     * Looks names up for all clients of a server, within limits for each client and for all. Look-ups over the first limits
     * wait, in the order of their requests. Safe for use by several loops.
     */
    static final class NameLookups {
        private final SocksDialer dialer;
        private final LookupLimits limits;
        /** The fields below are guarded by this monitor, and nothing foreign is called under it. */
        private final Map<Bytes, Integer> runningOfClient = new HashMap<>();

        private final Set<Lookup> waiting = new LinkedHashSet<>();
        private int running;

        NameLookups(SocksDialer dialer, LookupLimits limits) {
            this.dialer = dialer;
            this.limits = limits;
        }

        /**
         * Looks a name up for a client. Called on the client's loop.
         *
         * @return the addresses; fails with a {@link LimitExceededException} if too many look-ups wait. Cancelling it removes a look-up
         *     that waits from the queue; one that runs counts until it ends
         */
        Deferred<List<InetAddress>> resolve(String name, Bytes client, EventLoop loop) {
            Lookup lookup = new Lookup(name, client, loop, new Deferred.Source<>(loop));
            lookup.answer.onCancel(() -> leave(lookup));
            try {
                if (enter(lookup)) {
                    start(lookup);
                }
            } catch (LimitExceededException exceeded) {
                return Deferred.failed(exceeded);
            }
            return lookup.answer.deferred();
        }

        /** Counts a look-up; returns whether it runs now, and does not wait. */
        private synchronized boolean enter(Lookup lookup) {
            if (mayRun(lookup)) {
                runs(lookup);
                return true;
            }
            long ofClient = waiting.stream()
                    .filter(each -> each.client.equals(lookup.client))
                    .count();
            refuseOverLimit("names of one client waiting to be looked up", ofClient, limits.waitingPerClient());
            refuseOverLimit("names waiting to be looked up", waiting.size(), limits.waiting());
            waiting.add(lookup);
            return false;
        }

        private static void refuseOverLimit(String what, long count, int limit) {
            if (count >= limit) {
                throw new LimitExceededException(what, limit);
            }
        }

        private boolean mayRun(Lookup lookup) {
            return running < limits.running()
                    && runningOfClient.getOrDefault(lookup.client, 0) < limits.runningPerClient();
        }

        private void runs(Lookup lookup) {
            running++;
            runningOfClient.merge(lookup.client, 1, Integer::sum);
        }

        /** Removes the first look-up that may run from the queue, and counts it as running. */
        private synchronized Optional<Lookup> nextToRun() {
            Optional<Lookup> next = waiting.stream().filter(this::mayRun).findFirst();
            next.ifPresent(lookup -> {
                waiting.remove(lookup);
                runs(lookup);
            });
            return next;
        }

        private synchronized void leave(Lookup lookup) {
            waiting.remove(lookup);
        }

        private synchronized void ended(Lookup lookup) {
            running--;
            runningOfClient.computeIfPresent(lookup.client, (client, count) -> count == 1 ? null : count - 1);
        }

        /** Runs a look-up on its client's loop. It is never cancelled, since that would not give its thread back. */
        private void start(Lookup lookup) {
            if (lookup.answer.isDone()) {
                ended(lookup);
                startNext();
                return;
            }
            asked(lookup).handle((addresses, failure) -> {
                ended(lookup);
                startNext();
                if (failure == null && addresses != null) {
                    lookup.answer.succeed(addresses);
                } else {
                    lookup.answer.fail(failure == null ? new IllegalStateException("no addresses") : failure);
                }
                return null;
            });
        }

        private Deferred<List<InetAddress>> asked(Lookup lookup) {
            try {
                return dialer.resolve(lookup.name);
            } catch (RuntimeException failure) {
                return Deferred.failed(failure);
            }
        }

        private void startNext() {
            for (Optional<Lookup> next = nextToRun(); next.isPresent(); next = nextToRun()) {
                Lookup lookup = next.get();
                try {
                    lookup.loop.execute(() -> start(lookup));
                    return;
                } catch (RejectedExecutionException loopHasEnded) {
                    ended(lookup);
                    lookup.answer.fail(loopHasEnded);
                }
            }
        }

        /** One name that a client waits for. Equal to itself alone, as its answer is. */
        private record Lookup(String name, Bytes client, EventLoop loop, Deferred.Source<List<InetAddress>> answer) {}
    }
}

package dev.sennit.socks.server;

import dev.sennit.transport.Address;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.LimitExceededException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
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
        private final Map<Bytes, Use> uses = new HashMap<>();

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
            Use use = uses.getOrDefault(lookup.client, new Use());
            boolean runs = running < limits.running() && use.running < limits.runningPerClient();
            if (runs) {
                running++;
                use.running++;
            } else {
                refuseOverLimit("names of one client waiting to be looked up", use.waiting, limits.waitingPerClient());
                refuseOverLimit("names waiting to be looked up", waiting.size(), limits.waiting());
                waiting.add(lookup);
                use.waiting++;
            }
            uses.put(lookup.client, use);
            return runs;
        }

        private static void refuseOverLimit(String what, int count, int limit) {
            if (count >= limit) {
                throw new LimitExceededException(what, limit);
            }
        }

        /** Removes the first look-up that may run from the queue, and counts it as running. */
        private synchronized Optional<Lookup> nextToRun() {
            if (running >= limits.running()) {
                return Optional.empty();
            }
            for (Iterator<Lookup> all = waiting.iterator(); all.hasNext(); ) {
                Lookup next = all.next();
                Use use = uses.getOrDefault(next.client, new Use());
                if (use.running < limits.runningPerClient()) {
                    all.remove();
                    use.waiting--;
                    use.running++;
                    running++;
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        }

        private synchronized void leave(Lookup lookup) {
            Use use = uses.get(lookup.client);
            if (use != null && waiting.remove(lookup)) {
                use.waiting--;
                forgetIfUnused(lookup.client, use);
            }
        }

        private synchronized void ended(Lookup lookup) {
            running--;
            Use use = uses.get(lookup.client);
            if (use != null) {
                use.running--;
                forgetIfUnused(lookup.client, use);
            }
        }

        private void forgetIfUnused(Bytes client, Use use) {
            if (use.running == 0 && use.waiting == 0) {
                uses.remove(client);
            }
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

        /** One name that a client waits for. Equal to itself alone. */
        private static final class Lookup {
            private final String name;
            private final Bytes client;
            private final EventLoop loop;
            private final Deferred.Source<List<InetAddress>> answer;

            private Lookup(String name, Bytes client, EventLoop loop, Deferred.Source<List<InetAddress>> answer) {
                this.name = name;
                this.client = client;
                this.loop = loop;
                this.answer = answer;
            }
        }

        /** What one client uses. */
        private static final class Use {
            private int running;
            private int waiting;
        }
    }
}

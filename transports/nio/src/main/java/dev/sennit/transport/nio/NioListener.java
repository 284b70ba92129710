package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectionGroup;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.List;

/** An open listener: one or more acceptors in front of one group. */
final class NioListener implements Listener {
    private final Address address;
    private final ConnectionGroup group;
    private final List<NioAcceptor> acceptors;

    NioListener(Address address, ConnectionGroup group, List<NioAcceptor> acceptors) {
        this.address = address;
        this.group = group;
        this.acceptors = List.copyOf(acceptors);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public int connections() {
        return group.connections();
    }

    @Override
    public Deferred<Void> close() {
        return Deferred.all(acceptors.stream().map(NioAcceptor::close).toList()).thenApply(none -> null);
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("a drain's deadline must be zero or more, not " + deadline);
        }
        return close().thenCompose(none -> group.drain(deadline, clock()));
    }

    /** The loop of any acceptor, but rather one that has not broken. */
    private NioLoop clock() {
        return acceptors.stream()
                .map(NioAcceptor::loop)
                .filter(loop -> !loop.hasEnded())
                .findFirst()
                .orElse(acceptors.get(0).loop());
    }

    @Override
    public String toString() {
        return "listener on " + address;
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectionGroup;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.List;

/** An open listener: one or more doors in front of one acceptor. */
final class NioListener implements Listener {
    private final Address address;
    private final ConnectionGroup acceptor;
    private final List<NioAcceptor> doors;

    NioListener(Address address, ConnectionGroup acceptor, List<NioAcceptor> doors) {
        this.address = address;
        this.acceptor = acceptor;
        this.doors = List.copyOf(doors);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public int connections() {
        return acceptor.connections();
    }

    @Override
    public Deferred<Void> close() {
        return Deferred.all(doors.stream().map(NioAcceptor::close).toList()).thenApply(none -> null);
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("a drain's deadline must be zero or more, not " + deadline);
        }
        return close().thenCompose(none -> acceptor.drain(deadline, clock()));
    }

    /** The loop of any door, but rather one that has not broken. */
    private NioLoop clock() {
        return doors.stream()
                .map(NioAcceptor::loop)
                .filter(loop -> !loop.hasEnded())
                .findFirst()
                .orElse(doors.get(0).loop());
    }

    @Override
    public String toString() {
        return "listener on " + address;
    }
}

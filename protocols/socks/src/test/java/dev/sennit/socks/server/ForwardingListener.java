package dev.sennit.socks.server;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** Passes every call on to another listener. */
class ForwardingListener implements Listener {
    private final Listener listener;

    ForwardingListener(Listener listener) {
        this.listener = listener;
    }

    @Override
    public Address address() {
        return listener.address();
    }

    @Override
    public int connections() {
        return listener.connections();
    }

    @Override
    public Deferred<Void> close() {
        return listener.close();
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        return listener.drain(deadline);
    }
}

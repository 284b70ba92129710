package dev.sennit.endpoint.tls;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** A listener whose files are watched as long as it accepts. */
record WatchedListener(Listener below, Watches watches) implements Listener {
    WatchedListener {
        watches.begin();
    }

    @Override
    public Address address() {
        return below.address();
    }

    @Override
    public int connections() {
        return below.connections();
    }

    @Override
    public Deferred<Void> close() {
        watches.end();
        return below.close();
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        watches.end();
        return below.drain(deadline);
    }
}

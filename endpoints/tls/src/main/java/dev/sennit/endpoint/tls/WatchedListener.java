package dev.sennit.endpoint.tls;

import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** A listener whose files are watched as long as it accepts. */
record WatchedListener(Listener below, Watch watch) implements Listener {
    WatchedListener {
        watch.begin();
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
        watch.end();
        return below.close();
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        watch.end();
        return below.drain(deadline);
    }
}

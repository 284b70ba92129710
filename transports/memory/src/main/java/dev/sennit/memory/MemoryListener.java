package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectionGroup;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/**
 * A door inside this process.
 *
 * @param loop whose clock times drains
 * @param free gives the address back; from any thread, and again is harmless
 */
record MemoryListener(Address address, ConnectionGroup group, ListenOptions options, EventLoop loop, Runnable free)
        implements Listener {
    @Override
    public int connections() {
        return group.connections();
    }

    @Override
    public Deferred<Void> close() {
        free.run();
        group.shut();
        return Deferred.done().on(loop);
    }

    @Override
    public Deferred<DrainReport> drain(Duration deadline) {
        close();
        return group.drain(deadline, loop);
    }

    @Override
    public String toString() {
        return "listening on " + address;
    }
}

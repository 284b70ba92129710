package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.spi.FaultLog;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Calls a datagram protocol. What it throws is logged, and not more often than a log can bear. On the loop. */
final class DatagramCallbacks implements DatagramProtocol {
    private static final Logger LOG = System.getLogger(DatagramCallbacks.class.getName());

    private static final long LOG_NANOS = Duration.ofSeconds(10).toNanos();

    private final NioLoop loop;
    private final DatagramProtocol protocol;
    private final String name;
    private long loggedNanos;
    private long unlogged;

    DatagramCallbacks(NioLoop loop, DatagramProtocol protocol, Address local) {
        this.loop = loop;
        this.protocol = protocol;
        this.name = protocol.getClass().getName() + " at " + local;
        this.loggedNanos = loop.nanoTime() - LOG_NANOS;
    }

    /** The only one of which the exceptions come through. */
    @Override
    public void opened() {
        protocol.opened();
    }

    @Override
    public void datagramReceived(ByteBuffer data, Address from) {
        try {
            protocol.datagramReceived(data, from);
        } catch (Throwable failure) {
            report("datagramReceived threw", failure);
        }
    }

    @Override
    public void receiveFailed(Address from, DatagramFailedException why) {
        try {
            protocol.receiveFailed(from, why);
        } catch (Throwable failure) {
            report("receiveFailed threw", failure);
        }
    }

    @Override
    public void sendFailed(Address to, DatagramFailedException why) {
        try {
            protocol.sendFailed(to, why);
        } catch (Throwable failure) {
            report("sendFailed threw", failure);
        }
    }

    @Override
    public void writePaused() {
        try {
            protocol.writePaused();
        } catch (Throwable failure) {
            report("writePaused threw", failure);
        }
    }

    @Override
    public void writeResumed() {
        try {
            protocol.writeResumed();
        } catch (Throwable failure) {
            report("writeResumed threw", failure);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        try {
            protocol.closed(reason);
        } catch (Throwable failure) {
            report("closed threw", failure);
        }
    }

    private void report(String what, Throwable failure) {
        loop.suffered(failure);
        long now = loop.nanoTime();
        if (now - loggedNanos < LOG_NANOS) {
            unlogged++;
            return;
        }
        long before = unlogged;
        loggedNanos = now;
        unlogged = 0;
        FaultLog.report(LOG, before == 0 ? name : new Repeated(name, before), what, failure);
    }

    /** What a report is about after some that were left out; its text is built only as the report is. */
    private record Repeated(String name, long unlogged) {
        @Override
        public String toString() {
            return name + ", after " + unlogged + " failures that were not logged";
        }
    }
}

package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.datagram.DatagramProtocol;
import dev.sennit.transport.error.DatagramFailed;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Calls a datagram protocol. What it throws is logged, and not more often than a log can bear. On the loop. */
final class DatagramCallbacks implements DatagramProtocol {
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
            report("datagramReceived", failure);
        }
    }

    @Override
    public void receiveFailed(Address from, DatagramFailed why) {
        try {
            protocol.receiveFailed(from, why);
        } catch (Throwable failure) {
            report("receiveFailed", failure);
        }
    }

    @Override
    public void sendFailed(Address to, DatagramFailed why) {
        try {
            protocol.sendFailed(to, why);
        } catch (Throwable failure) {
            report("sendFailed", failure);
        }
    }

    @Override
    public void writePaused() {
        try {
            protocol.writePaused();
        } catch (Throwable failure) {
            report("writePaused", failure);
        }
    }

    @Override
    public void writeResumed() {
        try {
            protocol.writeResumed();
        } catch (Throwable failure) {
            report("writeResumed", failure);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        try {
            protocol.closed(reason);
        } catch (Throwable failure) {
            report("closed", failure);
        }
    }

    private void report(String callback, Throwable failure) {
        long now = loop.nanoTime();
        if (now - loggedNanos < LOG_NANOS) {
            unlogged++;
            return;
        }
        String before = unlogged == 0 ? "" : ", after " + unlogged + " that were not logged";
        loggedNanos = now;
        unlogged = 0;
        NioLoop.report(callback + " of " + name + " threw" + before, failure);
    }
}

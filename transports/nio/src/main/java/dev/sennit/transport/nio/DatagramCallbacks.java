package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.spi.FaultLog;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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

    /**
     * What one datagram socket's protocol has still to be told of datagrams that could not be sent. However fast they fail, it
     * holds no more than {@value #MOST} and one that stands for the others.
     */
    static final class UntoldFailures {
        static final int MOST = 1024;

        private record Untold(Address to, DatagramFailedException why) {}

        private Queue<Untold> waiting = new ArrayDeque<>(0);
        private @Nullable Untold last;
        /** How many found no room, the last among them. */
        private long more;

        /**
         * Takes one up. Any thread.
         *
         * @return whether it is the first since {@link #tell}, so that it is for the caller to have that called
         */
        synchronized boolean add(Address to, DatagramFailedException why) {
            if (waiting.size() < MOST) {
                waiting.add(new Untold(to, why));
                return waiting.size() == 1;
            }
            last = new Untold(to, why);
            more++;
            return false;
        }

        /** Tells all that there are by now; what fails meanwhile is for the next time. */
        void tell(BiConsumer<Address, DatagramFailedException> told) {
            taken().forEach(each -> told.accept(each.to, each.why));
        }

        private synchronized Queue<Untold> taken() {
            Queue<Untold> taken = waiting;
            if (last != null) {
                taken.add(more == 1 ? last : new Untold(last.to, forAll(last, more - 1)));
            }
            waiting = new ArrayDeque<>(0);
            last = null;
            more = 0;
            return taken;
        }

        private static DatagramFailedException forAll(Untold last, long others) {
            String problem = "nor could " + others + " others be sent before it, told of by this one only";
            return DatagramFailedException.toSend(last.to.toString(), last.why.kind(), problem, last.why);
        }
    }
}

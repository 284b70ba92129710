package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.error.DatagramFailedException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one datagram socket's protocol has still to be told of datagrams that could not be sent. However fast they fail, it
 * holds no more than {@value #MOST} and one that stands for the others.
 */
final class UntoldFailures {
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

package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.SendLimits;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that one socket has still to send, in order. It holds memory only while datagrams wait. Called on the loop.
 *
 * <p>Where {@code OP_WRITE} reports free space, all datagrams wait in one lane. On Unix sockets without a peer the receivers have
 * the full queues, and the socket itself is always writable, so that waiting for {@code OP_WRITE} would spin. There each
 * destination has a lane of its own, which tries again after a pause.
 */
final class DatagramQueue {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    /** Sent in a row before others on the loop have their turn. */
    private static final int SENDS_PER_FLUSH = 64;

    private final NioLoop loop;
    private final DatagramPort port;
    private final SendLimits limits;
    private final Owner owner;
    private final @Nullable Lane onlyLane;
    private final Map<Address, Lane> lanes = new HashMap<>(0);
    private long bytes;

    /** Whose queue it is. */
    interface Owner {
        /** A datagram has been given to the system. */
        void sent(int bytes);

        /** A datagram is lost. */
        void failed(Address to, DatagramFailedException why);

        /** Fewer bytes are queued than before: they were sent, failed or were dropped. */
        void eased();

        /** Whether {@code OP_WRITE} is wanted. */
        void awaitRoom(boolean wanted);
    }

    private record Waiting(ByteBuffer data, Address to) {
        int cost() {
            return cost(data.remaining());
        }

        static int cost(int length) {
            return Math.addExact(length, SendLimits.OVERHEAD_BYTES);
        }
    }

    DatagramQueue(NioLoop loop, DatagramPort port, SendLimits limits, Owner owner) {
        this.loop = loop;
        this.port = port;
        this.limits = limits;
        this.owner = owner;
        this.onlyLane = port.tellsOfRoom() ? new Lane(null) : null;
    }

    /** What waits, as it counts for the limits. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** Sends it now, or lets it wait, or fails it. */
    void send(ByteBuffer data, Address to) {
        Lane lane = onlyLane == null ? lanes.get(to) : onlyLane;
        if ((lane != null && !lane.waiting.isEmpty()) || !isSettled(data, to)) {
            add(data, to);
        }
    }

    /** {@code OP_WRITE} has come. */
    void roomAgain() {
        if (onlyLane != null) {
            onlyLane.flush();
        }
    }

    /** Lets everything go, telling nobody. */
    void drop() {
        if (onlyLane != null) {
            onlyLane.drop();
        }
        lanes.values().forEach(Lane::drop);
        lanes.clear();
        bytes = 0;
    }

    /** Fails what finds no room. */
    static DatagramFailedException noRoom(Address to, String problem) {
        return DatagramFailedException.toSend(to.toString(), DatagramFailedException.Kind.NO_ROOM, problem, null);
    }

    private void add(ByteBuffer data, Address to) {
        int cost = Waiting.cost(data.remaining());
        Lane lane = onlyLane == null ? lanes.get(to) : onlyLane;
        if (bytes + cost > limits.bytes()) {
            owner.failed(to, noRoom(to, "more than " + limits.bytes() + " bytes would wait to be sent"));
            return;
        }
        if (onlyLane == null && (lane == null ? 0 : lane.bytes) + cost > limits.bytesPerPeer()) {
            owner.failed(to, noRoom(to, "more than " + limits.bytesPerPeer() + " bytes would wait to be sent there"));
            return;
        }
        if (lane == null) {
            lane = new Lane(to);
            lanes.put(to, lane);
        }
        lane.add(new Waiting(ByteBuffer.allocate(data.remaining()).put(data).flip(), to), cost);
    }

    /** Tries to send; false if there is no room. */
    private boolean isSettled(ByteBuffer data, Address to) {
        int length = data.remaining();
        try {
            if (!port.send(data, to)) {
                return false;
            }
            owner.sent(length);
        } catch (DatagramFailedException failure) {
            owner.failed(to, failure);
        }
        return true;
    }

    /** Datagrams that leave one after the other. */
    private final class Lane {
        /** The destination; none for the only lane, which is that of all. */
        final @Nullable Address to;

        final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
        long bytes;
        private Duration pause = FIRST_PAUSE;
        private @Nullable Timer timer;
        private long movedNanos;

        Lane(@Nullable Address to) {
            this.to = to;
        }

        void add(Waiting datagram, int cost) {
            if (waiting.isEmpty()) {
                moved();
                awaitRoom();
            }
            waiting.add(datagram);
            count(cost);
        }

        void flush() {
            int sends = 0;
            boolean room = true;
            for (Waiting next; room && sends < SENDS_PER_FLUSH && (next = waiting.peek()) != null; ) {
                int cost = next.cost();
                room = isSettled(next.data, next.to);
                if (room) {
                    waiting.remove();
                    count(-cost);
                    sends++;
                }
            }
            if (sends > 0) {
                moved();
            } else if (loop.nanoTime() - movedNanos >= limits.timeout().toNanos()) {
                giveUp();
            }
            stopTimer();
            if (waiting.isEmpty()) {
                left();
            } else if (room && to != null) {
                loop.execute(this::flush);
            } else {
                awaitRoom();
            }
            owner.eased();
        }

        void drop() {
            stopTimer();
            waiting.clear();
            bytes = 0;
        }

        /** With OP_WRITE the timer only enforces the send timeout; otherwise it also drives the retries. */
        private void awaitRoom() {
            if (to == null) {
                owner.awaitRoom(true);
                timer = loop.after(limits.timeout(), this::flush);
            } else {
                timer = loop.after(pause, this::flush);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }

        private void left() {
            if (to == null) {
                owner.awaitRoom(false);
            } else {
                lanes.remove(to, this);
            }
        }

        private void giveUp() {
            while (!waiting.isEmpty()) {
                Waiting lost = waiting.remove();
                count(-lost.cost());
                owner.failed(
                        lost.to,
                        noRoom(
                                lost.to,
                                "nothing was taken for " + limits.timeout().toMillis() + " ms"));
            }
        }

        private void moved() {
            movedNanos = loop.nanoTime();
            pause = FIRST_PAUSE;
        }

        private void count(int cost) {
            bytes += cost;
            DatagramQueue.this.bytes += cost;
        }

        private void stopTimer() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }
}

package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import jnr.constants.platform.Errno;
import jnr.enxio.channels.Native;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A poller on poll(2), whose array is:
 *
 * <pre>
 *   descriptor 4 | events 2 | events told 2     the alarm
 *   descriptor 4 | events 2 | events told 2     a socket each; the descriptor is -1 while it is watched for nothing
 * </pre>
 *
 * <p>The time of a poll grows with the number of sockets. The selectors of jnr-enxio are not used: see the package.
 */
final class PollPoller implements Poller {
    static final int IN = 1;
    static final int OUT = 4;
    /** In the place of a descriptor: poll(2) passes it over, and so tells of no hang-up either. */
    static final int NOTHING = -1;

    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int TOLD = 6;
    private static final int FIRST_PLACES = 64;

    private final Object lock = new Object();
    /** A byte in the first wakes the poll; the second is where it is written. */
    private final UnixSocketChannel alarm;

    private final UnixSocketChannel bell;
    private final ByteBuffer ring = Libc.memory(1);
    private final ByteBuffer rung = Libc.memory(64);
    private ByteBuffer entries = Libc.memory(FIRST_PLACES * ENTRY_BYTES);
    private @Nullable JnrSocket[] sockets = new @Nullable JnrSocket[FIRST_PLACES];
    /** Places in use; the first is the alarm's. */
    private int places = 1;
    /** What the last poll found, with the events told of each. */
    private @Nullable JnrSocket[] ready = new @Nullable JnrSocket[FIRST_PLACES];

    private int[] told = new int[FIRST_PLACES];
    private int count;
    /** Whether a socket that is watched has been closed since the last poll. Any thread. */
    private volatile boolean someClosed;

    private boolean released;

    PollPoller() throws IOException {
        UnixSocketChannel[] pair;
        try {
            pair = UnixSocketChannel.pair();
        } catch (IOException failure) {
            throw Libc.openFailure(failure);
        }
        alarm = pair[0];
        bell = pair[1];
        alarm.configureBlocking(false);
        bell.configureBlocking(false);
        watch(0, alarm.getFD(), IN);
    }

    @Override
    public void register(PollChannel channel, int ops, PollHandler handler) {
        forgetClosed();
        if (places == sockets.length) {
            grow();
        }
        JnrSocket socket = (JnrSocket) channel;
        int place = places++;
        sockets[place] = socket;
        watch(place, NOTHING, 0);
        socket.watchedBy(this, place, ops, handler);
        if (!socket.isOpen()) {
            // Closed before it knew its poller, by another thread.
            closed();
        }
    }

    private void grow() {
        int larger = 2 * places;
        entries = Libc.memory(larger * ENTRY_BYTES).put(entries.rewind()).rewind();
        sockets = Arrays.copyOf(sockets, larger);
        ready = Arrays.copyOf(ready, larger);
        told = Arrays.copyOf(told, larger);
    }

    /** Watches a descriptor for these events from now on. */
    void watch(int place, int descriptor, int events) {
        int at = place * ENTRY_BYTES;
        entries.putInt(at, descriptor).putShort(at + EVENTS, (short) events).putShort(at + TOLD, (short) 0);
    }

    /** A socket has been closed; the next poll forgets it. Any thread. */
    void closed() {
        someClosed = true;
    }

    @Override
    public int poll(long millis) throws IOException {
        forgetClosed();
        Arrays.fill(ready, 0, count, null);
        count = 0;
        int found = Libc.CALLS.poll(entries, places, (int) Math.min(millis, Integer.MAX_VALUE));
        if (found < 0 && !Libc.failedBy(Errno.EINTR, Errno.EAGAIN)) {
            throw Libc.failure();
        }
        if (found > 0 && entries.getShort(TOLD) != 0) {
            found--;
            silence();
        }
        for (int place = 1; place < places && count < found; place++) {
            int events = entries.getShort(place * ENTRY_BYTES + TOLD);
            if (events != 0) {
                ready[count] = sockets[place];
                told[count++] = events;
            }
        }
        return count;
    }

    /** Their descriptors may be others' by now, so none is given to the system again. */
    private void forgetClosed() {
        if (!someClosed) {
            return;
        }
        someClosed = false;
        int kept = 1;
        for (int place = 1; place < places; place++) {
            JnrSocket socket = sockets[place];
            sockets[place] = null;
            if (socket != null && socket.isOpen()) {
                sockets[kept] = socket;
                socket.place = kept;
                entries.putLong(kept * ENTRY_BYTES, entries.getLong(place * ENTRY_BYTES));
                kept++;
            }
        }
        places = kept;
    }

    private void silence() throws IOException {
        // What is left over wakes the next poll.
        if (Native.read(alarm.getFD(), rung.clear()) < 0 && !Libc.mustWait()) {
            throw Libc.failure();
        }
    }

    @Override
    public @Nullable PollHandler ready(int index) {
        JnrSocket socket = ready[index];
        return socket == null || !socket.isOpen() || readyOps(index) == 0 ? null : socket.handler();
    }

    @Override
    public int readyOps(int index) {
        JnrSocket socket = ready[index];
        return socket == null ? 0 : socket.readyOps(told[index]);
    }

    /** The lock keeps the descriptor from being another's. Where a byte finds no room, enough of them wait. */
    @Override
    public void wakeUp() {
        synchronized (lock) {
            if (!released) {
                try {
                    var unused = Native.write(bell.getFD(), ring.clear());
                } catch (IOException failure) {
                    throw new IllegalStateException("a loop cannot be woken up", failure);
                }
            }
        }
    }

    @Override
    public boolean isEmpty() {
        forgetClosed();
        return places == 1;
    }

    @Override
    public void forEach(Consumer<PollHandler> action) {
        for (int place = 1; place < places; place++) {
            JnrSocket socket = sockets[place];
            PollHandler handler = socket == null || !socket.isOpen() ? null : socket.handler();
            if (handler != null) {
                action.accept(handler);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            released = true;
            JnrSocket.closeQuietly(alarm);
            JnrSocket.closeQuietly(bell);
        }
    }
}

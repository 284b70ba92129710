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
 * A poller on poll(2). Its array has an entry for the wake-up socket and one for each registered socket:
 *
 * <pre>
 *   descriptor 4 | events 2 | returned events 2
 * </pre>
 *
 * <p>The descriptor is -1 while a socket is watched for no operation. The time of a poll grows with the number of sockets. The
 * package documentation says why the selectors of jnr-enxio are not used.
 */
final class PollPoller implements Poller {
    static final int IN = 1;
    static final int OUT = 4;
    /** Takes the place of a descriptor: poll(2) ignores the entry, and so reports no hang-up either. */
    static final int NOTHING = -1;

    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;
    private static final int FIRST_PLACES = 64;

    private final Object lock = new Object();
    /** The poll watches it; a byte that arrives ends the poll. */
    private final UnixSocketChannel wakeUpInput;

    private final UnixSocketChannel wakeUpOutput;
    private final ByteBuffer wakeUpByte = Libc.memory(1);
    private final ByteBuffer wakeUpBytes = Libc.memory(64);
    private ByteBuffer entries = Libc.memory(FIRST_PLACES * ENTRY_BYTES);
    private @Nullable JnrSocket[] sockets = new @Nullable JnrSocket[FIRST_PLACES];
    /** Entries in use; the first is that of {@link #wakeUpInput}. */
    private int places = 1;
    /** The sockets that the last poll has found ready, with the events returned for each. */
    private @Nullable JnrSocket[] ready = new @Nullable JnrSocket[FIRST_PLACES];

    private int[] events = new int[FIRST_PLACES];
    private int count;
    /** Whether a registered socket has been closed since the last poll. Any thread. */
    private volatile boolean someClosed;

    private boolean released;

    PollPoller() throws IOException {
        UnixSocketChannel[] pair;
        try {
            pair = UnixSocketChannel.pair();
        } catch (IOException failure) {
            throw Libc.openFailure(failure);
        }
        wakeUpInput = pair[0];
        wakeUpOutput = pair[1];
        wakeUpInput.configureBlocking(false);
        wakeUpOutput.configureBlocking(false);
        watch(0, wakeUpInput.getFD(), IN);
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
            // Another thread has closed it before it knew its poller.
            closed();
        }
    }

    private void grow() {
        int larger = 2 * places;
        entries = Libc.memory(larger * ENTRY_BYTES).put(entries.rewind()).rewind();
        sockets = Arrays.copyOf(sockets, larger);
        ready = Arrays.copyOf(ready, larger);
        events = Arrays.copyOf(events, larger);
    }

    /** Sets the descriptor and the events of an entry. */
    void watch(int place, int descriptor, int events) {
        int at = place * ENTRY_BYTES;
        entries.putInt(at, descriptor).putShort(at + EVENTS, (short) events).putShort(at + RETURNED, (short) 0);
    }

    /** Notes that a registered socket has been closed; the next poll removes its entry. Any thread. */
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
        if (found > 0 && entries.getShort(RETURNED) != 0) {
            found--;
            readWakeUps();
        }
        for (int place = 1; place < places && count < found; place++) {
            int returned = entries.getShort(place * ENTRY_BYTES + RETURNED);
            if (returned != 0) {
                ready[count] = sockets[place];
                events[count++] = returned;
            }
        }
        return count;
    }

    /** Removes the entries of closed sockets before the system sees them: other sockets may have their descriptors by now. */
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

    private void readWakeUps() throws IOException {
        // Bytes that are left over end the next poll.
        if (Native.read(wakeUpInput.getFD(), wakeUpBytes.clear()) < 0 && !Libc.mustWait()) {
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
        return socket == null ? 0 : socket.readyOps(events[index]);
    }

    /** The lock keeps the descriptor open. If there is no room for the byte, others wait to be read already. */
    @Override
    public void wakeUp() {
        synchronized (lock) {
            if (!released) {
                try {
                    var unused = Native.write(wakeUpOutput.getFD(), wakeUpByte.clear());
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
            JnrSocket.closeQuietly(wakeUpInput);
            JnrSocket.closeQuietly(wakeUpOutput);
        }
    }
}

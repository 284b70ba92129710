package dev.sennit.transport.unix;

import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.Poller;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A poller on epoll(7).
 *
 * <p>The lock is held while descriptors are given to epoll or taken from it, never while it waits.
 */
final class EpollPoller implements Poller {
    static final int IN = 1;
    static final int OUT = 4;
    static final int ERROR = 8;
    static final int HANG_UP = 16;

    private static final Logger LOG = System.getLogger(EpollPoller.class.getName());

    private static final int EVENTS = 256;
    /** How long a descriptor waits that epoll has no room for now. */
    private static final int SHORTAGE_MILLIS = 100;

    private static final boolean PACKED = Libc.packsEvents();
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_DATA = PACKED ? 4 : 8;

    /** One event to control with, then those that are told. */
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect((1 + EVENTS) * EVENT_BYTES).order(ByteOrder.nativeOrder());

    private final long start = Libc.address(memory);
    private final ByteBuffer one =
            ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putLong(0, 1);
    private final Object lock = new Object();
    private final int epoll;
    private final int alarm;
    private final List<LinuxSocket> changes = new ArrayList<>();
    private @Nullable LinuxSocket[] byDescriptor = new @Nullable LinuxSocket[64];
    private volatile int registered;
    private boolean released;

    EpollPoller() throws IOException {
        int event = Libc.check(Libc.event());
        int opened = Libc.epoll();
        if (opened < 0) {
            Libc.close(event);
            throw new ErrnoException(-opened);
        }
        alarm = event;
        epoll = opened;
        int added = control(Libc.EPOLL_ADD, alarm, IN);
        if (added < 0) {
            close();
            throw new ErrnoException(-added);
        }
    }

    @Override
    public void register(PollChannel channel, int ops, PollHandler handler) {
        LinuxSocket socket = (LinuxSocket) channel;
        synchronized (lock) {
            if (socket.number >= byDescriptor.length) {
                byDescriptor = Arrays.copyOf(byDescriptor, Math.max(socket.number + 1, 2 * byDescriptor.length));
            }
            // A socket that was registered to connect is registered again when it is connected.
            if (byDescriptor[socket.number] != socket) {
                byDescriptor[socket.number] = socket;
                registered++;
            }
        }
        socket.watchedBy(this, ops, handler);
    }

    /** Its interest is another; epoll hears of it before it waits again. */
    void changed(LinuxSocket socket) {
        if (!socket.changing) {
            socket.changing = true;
            changes.add(socket);
        }
    }

    /**
     * Removes a socket that is about to be closed. If another process holds the same socket, epoll would report it for ever.
     * Any thread.
     */
    void forget(LinuxSocket socket) {
        synchronized (lock) {
            if (isRegistered(socket)) {
                byDescriptor[socket.number] = null;
                registered--;
                if (!released) {
                    unwatch(socket);
                }
            }
        }
    }

    private boolean isRegistered(LinuxSocket socket) {
        return byDescriptor[socket.number] == socket;
    }

    @Override
    public int poll(long millis) throws IOException {
        applyChanges();
        int wait = (int) Math.min(millis, Integer.MAX_VALUE);
        int count = Libc.epollWait(epoll, start + EVENT_BYTES, EVENTS, changes.isEmpty() ? wait : soon(wait));
        return count == -ErrnoException.INTERRUPTED ? 0 : Libc.check(count);
    }

    @Override
    public @Nullable PollHandler ready(int index) {
        int descriptor = memory.getInt(at(index) + EVENT_DATA);
        if (descriptor == alarm) {
            synchronized (lock) {
                Libc.read(alarm, start, 8);
            }
            return null;
        }
        LinuxSocket socket = byDescriptor[descriptor];
        // None, or a new one of the same number, if an earlier handler of this pass has closed the channel.
        return socket == null || socket.watched == 0 || readyOps(index) == 0 ? null : socket.handler();
    }

    @Override
    public int readyOps(int index) {
        LinuxSocket socket = byDescriptor[memory.getInt(at(index) + EVENT_DATA)];
        return socket == null ? 0 : socket.readyOps(memory.getInt(at(index)));
    }

    private static int at(int index) {
        return (1 + index) * EVENT_BYTES;
    }

    @Override
    public void wakeUp() {
        synchronized (lock) {
            if (!released) {
                Libc.write(alarm, Libc.address(one), 8);
            }
        }
    }

    @Override
    public boolean isEmpty() {
        return registered == 0;
    }

    @Override
    public void forEach(Consumer<PollHandler> action) {
        for (LinuxSocket socket : byDescriptor) {
            PollHandler handler = socket == null ? null : socket.handler();
            if (handler != null) {
                action.accept(handler);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            released = true;
            Libc.close(epoll);
            Libc.close(alarm);
        }
    }

    private static int soon(int millis) {
        return millis < 0 ? SHORTAGE_MILLIS : Math.min(millis, SHORTAGE_MILLIS);
    }

    /** What is refused, for want of memory or of watches, is asked for again with the next poll; the others go on. */
    private void applyChanges() {
        int refused = 0;
        for (int i = 0; i < changes.size(); i++) {
            LinuxSocket socket = changes.get(i);
            socket.changing = false;
            synchronized (lock) {
                if (isRegistered(socket) && !applied(socket)) {
                    socket.changing = true;
                    changes.set(refused++, socket);
                }
            }
        }
        changes.subList(refused, changes.size()).clear();
    }

    private boolean applied(LinuxSocket socket) {
        try {
            apply(socket);
            return true;
        } catch (IOException refusal) {
            LOG.log(Level.WARNING, "descriptor " + socket.number + " cannot be watched now", refusal);
            return false;
        }
    }

    private void apply(LinuxSocket socket) throws IOException {
        int wanted = socket.wanted();
        if (wanted == 0) {
            // Watched for nothing it would still be told of a hang-up, on every turn.
            unwatch(socket);
        } else if (wanted != socket.watched) {
            int operation = socket.watched == 0 ? Libc.EPOLL_ADD : Libc.EPOLL_CHANGE;
            Libc.check(control(operation, socket.number, wanted));
            socket.watched = wanted;
        }
    }

    private void unwatch(LinuxSocket socket) {
        if (socket.watched != 0) {
            control(Libc.EPOLL_DELETE, socket.number, 0);
            socket.watched = 0;
        }
    }

    private int control(int operation, int descriptor, int events) {
        memory.putInt(0, events).putInt(EVENT_DATA, descriptor).putInt(EVENT_DATA + 4, 0);
        return Libc.epollControl(epoll, operation, descriptor, start);
    }
}

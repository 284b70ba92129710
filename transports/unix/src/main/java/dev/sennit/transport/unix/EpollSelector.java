package dev.sennit.transport.unix;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selector on epoll(7). Everything but {@link #wakeup} and the closing of channels happens on one thread at a time.
 *
 * <p>The lock is held while descriptors are given to epoll or taken from it, never while it waits.
 */
final class EpollSelector extends AbstractSelector {
    static final int IN = 1;
    static final int OUT = 4;
    static final int ERROR = 8;
    static final int HANG_UP = 16;

    private static final Logger LOG = System.getLogger(EpollSelector.class.getName());

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
    private final Set<SelectionKey> keys = new HashSet<>();
    private final Set<SelectionKey> selected = new HashSet<>();
    private final List<EpollKey> changes = new ArrayList<>();
    private @Nullable EpollKey[] byDescriptor = new @Nullable EpollKey[64];
    private boolean released;

    EpollSelector(LinuxProvider provider) throws IOException {
        super(provider);
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

    /** What can be registered here. */
    interface Watchable {
        int descriptor();

        /** Before its descriptor is closed it tells the key, by {@link #closing}. */
        void watchedBy(EpollKey key);
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, @Nullable Object attachment) {
        if (!(channel instanceof Watchable watchable)) {
            throw new IllegalSelectorException();
        }
        EpollKey key = new EpollKey(this, channel, watchable.descriptor());
        key.attach(attachment);
        synchronized (lock) {
            if (key.descriptor >= byDescriptor.length) {
                byDescriptor = Arrays.copyOf(byDescriptor, Math.max(key.descriptor + 1, 2 * byDescriptor.length));
            }
            byDescriptor[key.descriptor] = key;
        }
        keys.add(key);
        watchable.watchedBy(key);
        key.interestOps(ops);
        return key;
    }

    /** Its interest is another; epoll hears of it before it waits again. */
    void changed(EpollKey key) {
        if (!key.changing) {
            key.changing = true;
            changes.add(key);
        }
    }

    /**
     * Removes a descriptor that is about to be closed. If another process holds the same socket, epoll would report it for ever.
     * Any thread.
     */
    void closing(EpollKey key) {
        synchronized (lock) {
            if (!released && byDescriptor[key.descriptor] == key) {
                byDescriptor[key.descriptor] = null;
                unwatch(key);
            }
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return selected;
    }

    @Override
    public int selectNow() throws IOException {
        return poll(selected::add, 0);
    }

    @Override
    public int select(long timeoutMillis) throws IOException {
        return poll(selected::add, waitMillis(timeoutMillis));
    }

    @Override
    public int select() throws IOException {
        return poll(selected::add, -1);
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeoutMillis) throws IOException {
        return poll(action, waitMillis(timeoutMillis));
    }

    @Override
    public int select(Consumer<SelectionKey> action) throws IOException {
        return poll(action, -1);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
        return poll(action, 0);
    }

    @Override
    public Selector wakeup() {
        synchronized (lock) {
            if (!released) {
                Libc.write(alarm, Libc.address(one), 8);
            }
        }
        return this;
    }

    @Override
    protected void implCloseSelector() {
        wakeup();
        synchronized (lock) {
            released = true;
            Libc.close(epoll);
            Libc.close(alarm);
        }
        for (SelectionKey key : List.copyOf(keys)) {
            deregister((EpollKey) key);
        }
        keys.clear();
    }

    private static int waitMillis(long timeoutMillis) {
        if (timeoutMillis < 0) {
            throw new IllegalArgumentException("a time-out must be zero or more, not " + timeoutMillis);
        }
        return timeoutMillis == 0 ? -1 : (int) Math.min(timeoutMillis, Integer.MAX_VALUE);
    }

    private int poll(Consumer<? super SelectionKey> action, int millis) throws IOException {
        if (!isOpen()) {
            throw new ClosedSelectorException();
        }
        forgetCancelled();
        applyChanges();
        int count;
        try {
            if (millis != 0) {
                begin();
            }
            count = Libc.epollWait(epoll, start + EVENT_BYTES, EVENTS, changes.isEmpty() ? millis : soon(millis));
        } finally {
            if (millis != 0) {
                end();
            }
        }
        if (count == -ErrnoException.INTERRUPTED) {
            return 0;
        }
        Libc.check(count);
        int served = 0;
        for (int i = 1; i <= count; i++) {
            served += serve(memory.getInt(i * EVENT_BYTES), memory.getInt(i * EVENT_BYTES + EVENT_DATA), action);
        }
        return served;
    }

    private int serve(int events, int descriptor, Consumer<? super SelectionKey> action) {
        if (descriptor == alarm) {
            synchronized (lock) {
                Libc.read(alarm, start, 8);
            }
            return 0;
        }
        EpollKey key = byDescriptor[descriptor];
        // None, or a new one of the same number, if an earlier action of this turn has closed the channel.
        if (key == null || key.watched == 0 || !key.isValid() || !key.becomesReady(events)) {
            return 0;
        }
        action.accept(key);
        return 1;
    }

    private void forgetCancelled() {
        Set<SelectionKey> cancelled = cancelledKeys();
        synchronized (cancelled) {
            for (SelectionKey each : cancelled) {
                EpollKey key = (EpollKey) each;
                closing(key);
                keys.remove(key);
                selected.remove(key);
                deregister(key);
            }
            cancelled.clear();
        }
    }

    private static int soon(int millis) {
        return millis < 0 ? SHORTAGE_MILLIS : Math.min(millis, SHORTAGE_MILLIS);
    }

    /** What is refused, for want of memory or of watches, is asked for again with the next poll; the others go on. */
    private void applyChanges() {
        int refused = 0;
        for (int i = 0; i < changes.size(); i++) {
            EpollKey key = changes.get(i);
            key.changing = false;
            synchronized (lock) {
                if (byDescriptor[key.descriptor] == key && key.isValid() && !applied(key)) {
                    key.changing = true;
                    changes.set(refused++, key);
                }
            }
        }
        changes.subList(refused, changes.size()).clear();
    }

    private boolean applied(EpollKey key) {
        try {
            apply(key);
            return true;
        } catch (IOException refusal) {
            LOG.log(Level.WARNING, "descriptor " + key.descriptor + " cannot be watched now", refusal);
            return false;
        }
    }

    private void apply(EpollKey key) throws IOException {
        int wanted = key.wanted();
        if (wanted == 0) {
            // Watched for nothing it would still be told of a hang-up, on every turn.
            unwatch(key);
        } else if (wanted != key.watched) {
            int operation = key.watched == 0 ? Libc.EPOLL_ADD : Libc.EPOLL_CHANGE;
            Libc.check(control(operation, key.descriptor, wanted));
            key.watched = wanted;
        }
    }

    private void unwatch(EpollKey key) {
        if (key.watched != 0) {
            control(Libc.EPOLL_DELETE, key.descriptor, 0);
            key.watched = 0;
        }
    }

    private int control(int operation, int descriptor, int events) {
        memory.putInt(0, events).putInt(EVENT_DATA, descriptor).putInt(EVENT_DATA + 4, 0);
        return Libc.epollControl(epoll, operation, descriptor, start);
    }
}

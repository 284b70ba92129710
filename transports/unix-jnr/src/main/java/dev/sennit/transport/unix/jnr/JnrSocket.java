package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;
import jnr.enxio.channels.NativeSelectableChannel;
import org.jspecify.annotations.Nullable;

/** A non-blocking socket of jnr-unixsocket, and the operations that its poller watches it for. */
abstract class JnrSocket implements PollChannel {
    private static final Logger LOG = System.getLogger(JnrSocket.class.getName());

    /** The index of its entry in its poller; 0 without a poller. */
    int place;

    private final AbstractSelectableChannel channel;
    private final int descriptor;
    private volatile boolean closed;
    private volatile @Nullable PollPoller poller;
    private @Nullable PollHandler handler;
    private int interest;

    /** Takes the channel over, and keeps it from blocking. */
    <C extends AbstractSelectableChannel & NativeSelectableChannel> JnrSocket(C channel) throws IOException {
        this.channel = channel;
        this.descriptor = channel.getFD();
        channel.configureBlocking(false);
    }

    /** Returns the descriptor. Throws if the socket is closed. */
    final int open() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    /** A system call about an open socket. */
    interface Question<T> {
        T of(int descriptor) throws IOException;
    }

    /**
     * Makes a call while no thread can close the socket: after a close, another socket may have the descriptor. Any thread; the
     * call must not wait.
     */
    final synchronized <T> T ask(Question<T> question) throws IOException {
        return question.of(open());
    }

    @Override
    public final boolean isOpen() {
        return !closed;
    }

    /** Closes it; a second call does nothing. Never throws. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            closeQuietly(channel);
        }
        PollPoller watching = poller;
        if (watching != null) {
            watching.closed();
        }
    }

    static void closeQuietly(AbstractSelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing a socket", failure);
        }
    }

    final void watchedBy(PollPoller watching, int at, int ops, PollHandler told) {
        poller = watching;
        place = at;
        handler = told;
        interest(ops);
    }

    final @Nullable PollHandler handler() {
        return handler;
    }

    @Override
    public final void interest(int ops) {
        PollPoller watching = poller;
        if (watching != null && !closed) {
            interest = ops;
            watching.watch(place, ops == 0 ? PollPoller.NOTHING : descriptor, events(ops));
        }
    }

    /** Returns which of the watched operations are possible after poll(2) has returned these events. */
    final int readyOps(int events) {
        // After an error or a hang-up every operation returns at once, with the reason.
        boolean over = (events & ~(PollPoller.IN | PollPoller.OUT)) != 0;
        return over ? interest : interest & operations(events);
    }

    private static int events(int ops) {
        int events = 0;
        if ((ops & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            events |= PollPoller.IN;
        }
        if ((ops & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            events |= PollPoller.OUT;
        }
        return events;
    }

    private static int operations(int events) {
        int operations = 0;
        if ((events & PollPoller.IN) != 0) {
            operations |= SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
        }
        if ((events & PollPoller.OUT) != 0) {
            operations |= SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        }
        return operations;
    }
}

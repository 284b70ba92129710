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

/** A socket of jnr-unixsocket, and what poll(2) is to watch it for. It never blocks. */
abstract class JnrSocket implements PollChannel {
    private static final Logger LOG = System.getLogger(JnrSocket.class.getName());

    /** Its place with its poller; 0 without one. */
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

    /** Returns the descriptor of a socket that is open. */
    final int open() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    /** What a thread other than the loop's asks of an open socket. */
    interface Question<T> {
        T of(int descriptor) throws IOException;
    }

    /**
     * Asks while nobody closes the socket: else the answer could be about another's, that has its number by then. Any thread;
     * what is asked must not wait.
     */
    final synchronized <T> T ask(Question<T> question) throws IOException {
        return question.of(open());
    }

    @Override
    public final boolean isOpen() {
        return !closed;
    }

    /** Once. Never throws. */
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

    /** Returns which of the operations of interest are possible by what poll(2) tells. */
    final int readyOps(int events) {
        // After an error or a hang-up every operation answers at once, and says what is the matter.
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

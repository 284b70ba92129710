package dev.sennit.transport.unix;

import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** A socket of this process by its descriptor, and what epoll is to watch it for. It never blocks. */
abstract class LinuxSocket implements PollChannel {
    final int number;
    /** What epoll watches for now; 0 if it does not know the descriptor. */
    int watched;
    /** Whether the poller has it on its list of changes. */
    boolean changing;

    private volatile boolean closed;
    private volatile @Nullable EpollPoller poller;
    private @Nullable PollHandler handler;
    private int interest;

    /** Takes the descriptor over. */
    LinuxSocket(int number) {
        this.number = number;
    }

    /** Returns the descriptor of a socket that is open. */
    final int open() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return number;
    }

    /** What a thread other than the loop's asks of an open descriptor. */
    interface Question<T> {
        T of(int descriptor) throws IOException;
    }

    /**
     * Asks while nobody closes the descriptor: else the answer could be about another's, that has its number by then. Any
     * thread; what is asked must not wait.
     */
    final synchronized <T> T ask(Question<T> question) throws IOException {
        return question.of(open());
    }

    @Override
    public final boolean isOpen() {
        return !closed;
    }

    /** Once; epoll forgets the descriptor before it is closed, since another process may hold the same socket. Never throws. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            EpollPoller watching = poller;
            if (watching != null) {
                watching.forget(this);
            }
            Libc.close(number);
        }
    }

    final void watchedBy(EpollPoller watching, int ops, PollHandler told) {
        poller = watching;
        handler = told;
        interest(ops);
    }

    final @Nullable PollHandler handler() {
        return handler;
    }

    @Override
    public final void interest(int ops) {
        EpollPoller watching = poller;
        if (watching != null && !closed) {
            interest = ops;
            watching.changed(this);
        }
    }

    /** Returns which of the operations of interest are possible by what epoll tells. */
    final int readyOps(int events) {
        // After an error or a hang-up every operation answers at once, and says what is the matter.
        boolean over = (events & (EpollPoller.ERROR | EpollPoller.HANG_UP)) != 0;
        return over ? interest : interest & operations(events);
    }

    /** Returns the events that stand for the operations of interest. */
    final int wanted() {
        int events = 0;
        if ((interest & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            events |= EpollPoller.IN;
        }
        if ((interest & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
            events |= EpollPoller.OUT;
        }
        return events;
    }

    private static int operations(int events) {
        int operations = 0;
        if ((events & EpollPoller.IN) != 0) {
            operations |= SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
        }
        if ((events & EpollPoller.OUT) != 0) {
            operations |= SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
        }
        return operations;
    }

    static int option(int socket, int level, int option) throws ErrnoException {
        ByteBuffer memory = memory(8).putInt(4, 4);
        long start = Libc.address(memory);
        Libc.check(Libc.option(socket, level, option, start, start + 4));
        return memory.getInt(0);
    }

    static void option(int socket, int level, int option, int... value) throws ErrnoException {
        ByteBuffer memory = memory(4 * value.length);
        memory.asIntBuffer().put(value);
        Libc.check(Libc.setOption(socket, level, option, Libc.address(memory), memory.capacity()));
    }

    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}

package dev.sennit.transport.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The descriptor of an open channel, the key that watches it, and its options. */
final class Watch {
    private static final int CLOSED = -1;

    private final AtomicInteger descriptor;
    private volatile @Nullable EpollKey key;

    Watch(int descriptor) {
        this.descriptor = new AtomicInteger(descriptor);
    }

    void by(EpollKey watching) {
        key = watching;
    }

    int open() throws ClosedChannelException {
        int open = descriptor.get();
        if (open == CLOSED) {
            throw new ClosedChannelException();
        }
        return open;
    }

    int number() {
        return descriptor.get();
    }

    /** What a thread other than the loop's asks of an open descriptor. */
    interface Question<T> {
        T of(int descriptor) throws IOException;
    }

    /**
     * Asks while nobody closes the descriptor: else the answer could be about another's, that has its number by then. Any
     * thread; what is asked must not wait.
     */
    synchronized <T> T ask(Question<T> question) throws IOException {
        return question.of(open());
    }

    /** Once; epoll forgets the descriptor before it is closed, since another process may hold the same socket. */
    synchronized void close() {
        int open = descriptor.getAndSet(CLOSED);
        if (open == CLOSED) {
            return;
        }
        EpollKey watching = key;
        if (watching != null) {
            ((EpollSelector) watching.selector()).closing(watching);
        }
        Libc.close(open);
    }

    static int option(int socket, int level, int option) throws ErrnoException {
        ByteBuffer memory = memory(8).putInt(4, 4);
        long start = Libc.address(memory);
        Libc.check(Libc.option(socket, level, option, start, start + 4));
        return memory.getInt(0);
    }

    static PeerCredentials credentials(int socket) throws ErrnoException {
        ByteBuffer memory = memory(16).putInt(12, 12);
        long start = Libc.address(memory);
        Libc.check(Libc.option(socket, Libc.SOL_SOCKET, Libc.SO_PEERCRED, start, start + 12));
        return new PeerCredentials(memory.getInt(0), memory.getInt(4), memory.getInt(8));
    }

    static void option(int socket, int level, int option, int... value) throws ErrnoException {
        ByteBuffer memory = memory(4 * value.length);
        memory.asIntBuffer().put(value);
        Libc.check(Libc.setOption(socket, level, option, Libc.address(memory), memory.capacity()));
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}

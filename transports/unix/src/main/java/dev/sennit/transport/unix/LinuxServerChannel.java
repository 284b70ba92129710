package dev.sennit.transport.unix;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A listening socket, always non-blocking. */
final class LinuxServerChannel extends ServerSocketChannel implements EpollSelector.Watchable {
    private final Watch watch;

    /** Takes the descriptor over. */
    LinuxServerChannel(int descriptor) {
        super(LinuxProvider.INSTANCE);
        this.watch = new Watch(descriptor);
    }

    @Override
    public int descriptor() {
        return watch.number();
    }

    @Override
    public void watchedBy(EpollKey key) {
        watch.by(key);
    }

    void listenAt(SocketNames.Written name, int backlog) throws IOException {
        int socket = watch.open();
        Libc.check(Libc.bind(socket, name.address(), name.length()));
        Libc.check(Libc.listen(socket, backlog));
    }

    /** Returns the next connection of the accept queue, or null if the queue is empty. */
    @Override
    @SuppressWarnings("NullAway") // As ServerSocketChannel says.
    public SocketChannel accept() throws IOException {
        int accepted = Libc.accept(watch.open());
        if (accepted == -ErrnoException.AGAIN || accepted == -ErrnoException.INTERRUPTED) {
            return null;
        }
        return new LinuxChannel(Libc.check(accepted));
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) {
        throw new UnsupportedOperationException("bound by name, see listenAt");
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException(name + " is not supported");
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException(name + " is not supported");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public ServerSocket socket() {
        throw new UnsupportedOperationException("there is only the channel");
    }

    @Override
    public SocketAddress getLocalAddress() {
        throw new UnsupportedOperationException("its name is no address of the JDK's");
    }

    @Override
    protected void implCloseSelectableChannel() {
        watch.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        if (block) {
            throw new UnsupportedOperationException("it never blocks");
        }
    }

    @Override
    public String toString() {
        return "listening descriptor " + watch.number();
    }
}

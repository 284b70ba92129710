package dev.sennit.transport.unix;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.AbstractSelectableChannel;

/** A datagram socket's place in a selector, always non-blocking. */
final class LinuxDatagramChannel extends AbstractSelectableChannel implements EpollSelector.Watchable {
    private final Watch watch;

    /** Takes the descriptor over. */
    LinuxDatagramChannel(int descriptor) {
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

    int number() throws IOException {
        return watch.open();
    }

    @Override
    public int validOps() {
        return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
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
        return "datagram descriptor " + watch.number();
    }
}

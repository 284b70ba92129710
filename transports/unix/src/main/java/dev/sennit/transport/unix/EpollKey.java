package dev.sennit.transport.unix;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectionKey;

/** A channel's place in a selector. */
final class EpollKey extends AbstractSelectionKey {
    final int descriptor;
    /** What epoll watches for now; 0 if it does not know the descriptor. */
    int watched;
    /** Whether the selector has it on its list of changes. */
    boolean changing;

    private final EpollSelector selector;
    private final SelectableChannel channel;
    private int interest;
    private int ready;

    EpollKey(EpollSelector selector, SelectableChannel channel, int descriptor) {
        this.selector = selector;
        this.channel = channel;
        this.descriptor = descriptor;
    }

    @Override
    public SelectableChannel channel() {
        return channel;
    }

    @Override
    public Selector selector() {
        return selector;
    }

    @Override
    public int interestOps() {
        requireValid();
        return interest;
    }

    @Override
    public SelectionKey interestOps(int ops) {
        requireValid();
        if ((ops & ~channel.validOps()) != 0) {
            throw new IllegalArgumentException("the channel has no operations " + ops);
        }
        interest = ops;
        selector.changed(this);
        return this;
    }

    @Override
    public int readyOps() {
        requireValid();
        return ready;
    }

    /** Takes what epoll tells; answers whether it is of interest. */
    boolean becomesReady(int events) {
        // After an error or a hang-up every operation answers at once, and says what is the matter.
        boolean over = (events & (EpollSelector.ERROR | EpollSelector.HANG_UP)) != 0;
        ready = over ? interest : interest & operations(events);
        return ready != 0;
    }

    /** The events that stand for the operations of interest. */
    int wanted() {
        int events = 0;
        if ((interest & (OP_READ | OP_ACCEPT)) != 0) {
            events |= EpollSelector.IN;
        }
        if ((interest & (OP_WRITE | OP_CONNECT)) != 0) {
            events |= EpollSelector.OUT;
        }
        return events;
    }

    private static int operations(int events) {
        int operations = 0;
        if ((events & EpollSelector.IN) != 0) {
            operations |= OP_READ | OP_ACCEPT;
        }
        if ((events & EpollSelector.OUT) != 0) {
            operations |= OP_WRITE | OP_CONNECT;
        }
        return operations;
    }

    private void requireValid() {
        if (!isValid()) {
            throw new java.nio.channels.CancelledKeyException();
        }
    }
}

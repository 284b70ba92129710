package dev.sennit.transport.nio;

import dev.sennit.transport.nio.socket.PollChannel;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.Poller;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JDK's selector. */
final class JdkPoller implements Poller {
    private final Selector selector;
    private final Consumer<SelectionKey> add = this::add;
    private @Nullable SelectionKey[] ready = new SelectionKey[64];
    private int count;

    JdkPoller() throws IOException {
        selector = Selector.open();
    }

    /** One of the JDK's channels, which its selector watches. */
    abstract static class Channel<C extends SelectableChannel> implements PollChannel {
        final C channel;
        private @Nullable SelectionKey key;

        /** Takes a channel over that does not block. */
        Channel(C channel) {
            this.channel = channel;
        }

        @Override
        public final void interest(int ops) {
            SelectionKey registered = key;
            if (registered != null && registered.isValid()) {
                registered.interestOps(ops);
            }
        }

        @Override
        public final boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private void register(Selector selector, int ops, PollHandler handler) throws IOException {
            key = channel.register(selector, ops, handler);
        }
    }

    @Override
    public void register(PollChannel channel, int ops, PollHandler handler) throws IOException {
        ((Channel<?>) channel).register(selector, ops, handler);
    }

    @Override
    public int poll(long millis) throws IOException {
        // A closed channel's key would hold all that belongs to its connection.
        Arrays.fill(ready, 0, count, null);
        count = 0;
        if (millis == 0) {
            selector.selectNow(add);
        } else {
            selector.select(add, Math.max(0, millis));
        }
        return count;
    }

    private void add(SelectionKey key) {
        if (count == ready.length) {
            ready = Arrays.copyOf(ready, 2 * count);
        }
        ready[count++] = key;
    }

    @Override
    public @Nullable PollHandler ready(int index) {
        SelectionKey key = ready[index];
        return key != null && key.isValid() ? (PollHandler) key.attachment() : null;
    }

    @Override
    public int readyOps(int index) {
        SelectionKey key = ready[index];
        return key == null ? 0 : key.readyOps();
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public boolean isEmpty() {
        return selector.keys().isEmpty();
    }

    @Override
    public void forEach(Consumer<PollHandler> action) {
        for (SelectionKey key : selector.keys()) {
            action.accept((PollHandler) key.attachment());
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}

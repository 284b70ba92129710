package dev.sennit.transport.nio.socket;

import java.nio.channels.Channel;

/** A channel that a {@link Poller} can watch; it never blocks. On its loop, except where stated. */
public interface PollChannel extends Channel {
    /**
     * Has its poller watch for this from now on. Without a poller, or closed, it does nothing.
     *
     * @param ops a sum of {@link java.nio.channels.SelectionKey}'s constants {@code OP_READ} and so on; 0 for nothing
     */
    void interest(int ops);
}

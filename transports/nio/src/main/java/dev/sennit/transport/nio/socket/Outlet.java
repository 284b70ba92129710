package dev.sennit.transport.nio.socket;

import dev.sennit.transport.EventLoop;

/** Where an ability of a connection puts what it sends. */
public interface Outlet {
    /** Sends it in order with what is written; fails it if the output has ended. On the loop. */
    void send(SendItem item);

    /** The connection's loop. */
    EventLoop loop();
}

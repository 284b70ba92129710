package dev.sennit.transport.nio.socket;

import java.io.IOException;

/** Something to be sent by means of its own, in order with the bytes before and after. On the connection's loop. */
public interface SendItem {
    /**
     * Gives the system what it takes. Called again while it took something, and later when it may take more.
     *
     * @return bytes taken; 0 if it takes none now
     * @throws IOException if the connection is broken
     */
    long send(StreamChannel channel) throws IOException;

    /** Whether all is sent, or can never be. */
    boolean isDone();

    /** The connection ended first. */
    void fail(Throwable cause);
}

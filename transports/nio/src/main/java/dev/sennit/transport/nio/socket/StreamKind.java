package dev.sennit.transport.nio.socket;

import dev.sennit.transport.Address;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** What connections of one kind have in common. On their loops, except where stated. */
public interface StreamKind {
    /** A word for logs: {@code tcp}, {@code unix}. */
    String word();

    /**
     * Sets up a connection just accepted.
     *
     * @return false to turn it away
     */
    boolean welcome(SocketChannel accepted) throws IOException;

    /** This end's address. */
    Address local(SocketChannel channel) throws IOException;

    /** The other end's address. */
    Address peer(SocketChannel channel) throws IOException;

    /** Makes the close that follows a reset, if there is such a thing. */
    void resetOnClose(SocketChannel channel) throws IOException;

    /**
     * Finds an ability that such connections have. From any thread.
     *
     * @param outlet where it may send
     */
    <T> Optional<T> feature(Class<T> type, SocketChannel channel, Outlet outlet);
}

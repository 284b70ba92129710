package dev.sennit.transport.nio.socket;

import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** One end of a stream. Its {@code toString} is the word for its kind in logs: {@code tcp}, {@code unix}. On its loop. */
public interface StreamChannel extends PollChannel, ByteChannel {
    /** Sends from two buffers in one call, of which the first is direct; returns how many bytes were taken of both. */
    long write(ByteBuffer[] pair) throws IOException;

    /** Sends part of a file; returns how many bytes were taken, 0 for none now. By default they pass through memory. */
    default long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, this);
    }

    /** Tells the peer that nothing more comes. */
    void shutdownOutput() throws IOException;

    /** Makes the close that follows a reset, if there is such a thing; by default there is none. */
    default void resetOnClose() throws IOException {}

    /** Returns how large the buffer is of what has arrived and nobody has read; 0 if that is not known. */
    default int receiveBufferBytes() {
        return 0;
    }

    /** Sets up a connection just accepted; returns false to turn it away. By default there is nothing to do. */
    default boolean welcome() throws IOException {
        return true;
    }

    /** Whether it is connected: true by default, and for whatever was accepted. */
    default boolean isConnected() {
        return true;
    }

    /** Ends a connect that {@code OP_CONNECT} has reported; returns whether it is connected now. */
    default boolean finishConnect() throws IOException {
        return true;
    }

    /** Returns the addresses. Called once it is connected. */
    Ends ends() throws IOException;

    /**
     * Finds an ability that such connections have. From any thread.
     *
     * @param outlet where it may send
     */
    <T> Optional<T> feature(Class<T> type, Outlet outlet);
}

package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import java.nio.channels.FileChannel;

/** Sends files in order with what is written, and without a copy in this process's memory. For those who write transports. */
public interface FileSender {
    /**
     * Sends part of a file, as {@link Transport#sendFile} does. Called on the loop.
     *
     * @param position first byte, 0 or more
     * @param count how many bytes, 0 or more
     */
    Deferred<Long> sendFile(FileChannel file, long position, long count);
}

package dev.sennit.transport.nio.socket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A bound socket that listens. On its loop, but it may be closed from any thread. */
public interface ListeningChannel extends PollChannel {
    /** Returns the next connection of the accept queue, or null if the queue is empty. Any thread, one at a time. */
    @Nullable
    StreamChannel accept() throws IOException;
}

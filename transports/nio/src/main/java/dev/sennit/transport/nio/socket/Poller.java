package dev.sennit.transport.nio.socket;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a loop waits with: it watches the channels that are registered, and finds those that are ready. Called on the loop's
 * thread, except where stated.
 */
public interface Poller {
    /** To be given to {@link #poll}: as long as it takes. */
    long FOREVER = -1;

    /**
     * Watches a channel of the {@link Sockets} that opened this poller, until it is closed.
     *
     * @param ops what to watch for, as {@link PollChannel#interest} takes it
     */
    void register(PollChannel channel, int ops, PollHandler handler) throws IOException;

    /**
     * Waits for channels to be ready. It returns before the time is over if one is, or after {@link #wakeUp}.
     *
     * @param millis how long at most; 0 for not at all, or {@link #FOREVER}
     * @return how many may be ready: the indexes for {@link #ready} go from 0 to below this
     */
    int poll(long millis) throws IOException;

    /** Returns the handler of a channel that the last poll found ready; null if it has been closed since, or is not. */
    @Nullable
    PollHandler ready(int index);

    /** Returns what the channel of that handler is ready for. */
    int readyOps(int index);

    /** Has {@link #poll} return, or the next if none waits. Any thread. */
    void wakeUp();

    /** Whether no channel is registered; one that was closed may count until the next poll. */
    boolean isEmpty();

    /** Calls with the handler of each channel registered, which may close its channel. */
    void forEach(Consumer<PollHandler> action);

    /** Frees the poller; no channel is registered any more. */
    void close() throws IOException;
}

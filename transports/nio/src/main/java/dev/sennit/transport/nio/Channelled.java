package dev.sennit.transport.nio;

import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** Something registered with a loop's selector: the attachment of its key. Called on the loop. */
interface Channelled {
    /** The channel is ready for what it waits for. */
    void ready(SelectionKey key);

    /** {@link #ready} threw: end, for that. */
    void failed(Throwable failure);

    /**
     * The loop is ending: end, now.
     *
     * @param why what broke it, or null where the reactor shuts down
     */
    void shutDown(@Nullable Throwable why);
}

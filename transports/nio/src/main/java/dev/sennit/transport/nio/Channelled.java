package dev.sennit.transport.nio;

import dev.sennit.transport.Resident;
import java.nio.channels.SelectionKey;

/** Something registered with a loop's selector: the attachment of its key. Called on the loop. */
interface Channelled extends Resident {
    /** The channel is ready for what it waits for. */
    void ready(SelectionKey key);

    /** {@link #ready} threw: end, for that. */
    void failed(Throwable failure);
}

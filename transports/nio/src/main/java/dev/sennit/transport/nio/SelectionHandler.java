package dev.sennit.transport.nio;

import dev.sennit.transport.LoopMember;
import java.nio.channels.SelectionKey;

/** Something registered with a loop's selector: the attachment of its key. Called on the loop. */
interface SelectionHandler extends LoopMember {
    /** The channel is ready for what it waits for. */
    void ready(SelectionKey key);

    /** {@link #ready} threw: end, for that. */
    void failed(Throwable failure);

    /**
     * Closes the channel and drops the bytes that wait to be sent, and calls nobody: the loop has broken, and its memory
     * may be short. {@link #loopEnds} follows. Repeating it is harmless.
     */
    void free();
}

package dev.sennit.transport.nio.socket;

import dev.sennit.transport.LoopMember;

/** What is told that a channel is ready. Called on the loop. */
public interface PollHandler extends LoopMember {
    /**
     * The channel is ready for what it waits for.
     *
     * @param ops what it is ready for, as {@link PollChannel#interest} takes it
     */
    void ready(int ops);

    /** {@link #ready} threw: end, for that. */
    void failed(Throwable failure);

    /**
     * Closes the channel and drops the bytes that wait to be sent, and calls nobody: the loop has broken, and its memory
     * may be short. {@link #loopEnds} follows. Repeating it is harmless.
     */
    void free();
}

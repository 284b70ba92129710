package dev.sennit.transport.nio;

/** Hears what becomes of a loop's thread. */
interface LoopObserver {
    /** The thread starts, or goes on; called on the thread that caused it. */
    void started();

    /** The loop broke, and its channels are closed; called on the loop, again if it throws. */
    default void broke(Throwable why) {}
}

package dev.sennit.transport;

import org.jspecify.annotations.Nullable;

/** What lives on a loop without a channel of it, and must end with it. For those who write transports. */
public interface LoopMember {
    /**
     * The reactor shuts down, or the loop broke; called on the loop. If it throws after the loop broke, it is called again.
     * Tasks given to the loop meanwhile still run.
     *
     * @param failure what broke the loop, or null for a shutdown
     */
    void loopEnds(@Nullable Throwable failure);

    /** A loop that residents can register with: all methods are called on it, except where stated. */
    interface Loop extends EventLoop {
        /** Has it told of the loop's end; one that comes while the loop is ending is told in a turn of its own. */
        void addMember(LoopMember resident);

        /** It has ended by itself. Repeating it is harmless. */
        void removeMember(LoopMember resident);

        /** The memory that connections of this loop may hold, with those of others. From any thread. */
        default MemoryBudget memoryBudget() {
            return MemoryBudget.UNLIMITED;
        }

        /**
         * Tells the loop of a failure that has been dealt with. A loop may end for it: one whose memory ran out cannot know
         * what else is left half done. By default this does nothing.
         */
        default void suffered(Throwable failure) {}
    }
}

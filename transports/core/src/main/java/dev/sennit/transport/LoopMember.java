package dev.sennit.transport;

import org.jspecify.annotations.Nullable;

/** A connection that belongs to a loop but has no channel in its selector, and ends with the loop. For those who write transports. */
public interface LoopMember {
    /**
     * Ends this member, because the reactor shuts down or the loop broke. Called on the loop. If this throws after the loop
     * broke, it is called again. Tasks that are given to the loop meanwhile still run.
     *
     * @param failure what broke the loop, or null for a shutdown
     */
    void loopEnds(@Nullable Throwable failure);

    /** A loop that members register with. All methods are called on the loop, except where stated. */
    interface Loop extends EventLoop {
        /** Registers for notification of the loop's end. If the loop is already ending, the notification is posted as a task. */
        void addMember(LoopMember member);

        /** Removes a member that has ended by itself. A second call does nothing. */
        void removeMember(LoopMember member);

        /** The memory that connections of this loop may hold, with those of others. From any thread. */
        default MemoryBudget memoryBudget() {
            return MemoryBudget.UNLIMITED;
        }

        /**
         * Reports a failure to the loop after it has been handled. The loop may end because of it: after memory was exhausted
         * it cannot know which other work was left half done. By default this does nothing.
         */
        default void suffered(Throwable failure) {}
    }
}

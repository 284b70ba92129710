package dev.sennit.protocol;

import dev.sennit.transport.error.LimitExceededException;

/**
 * The most that a peer may send of something, by name.
 *
 * @param what the thing and its unit, such as "line length in bytes"
 * @param most the greatest number allowed, 0 or more
 */
public record Limit(String what, long most) {
    /** Checks the range. */
    public Limit {
        if (most < 0) {
            throw new IllegalArgumentException("the limit on " + what + " must be 0 or more, not " + most);
        }
    }

    /**
     * Refuses a number over the limit. Call it when a length has been read, not when so many bytes have come.
     *
     * @throws LimitExceededException if {@code number} is greater than {@code most}
     */
    public void check(long number) {
        if (number > most) {
            throw exceeded();
        }
    }

    /** Returns the exception for something that is over this limit. */
    public LimitExceededException exceeded() {
        return new LimitExceededException(what, most);
    }
}

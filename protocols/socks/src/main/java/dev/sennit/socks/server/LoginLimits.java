package dev.sennit.socks.server;

import java.time.Duration;
import java.util.List;

/**
 * How a SOCKS server slows logins down after wrong ones, counted for each peer and for each user name. A peer is an IPv4
 * address or the first 64 bits of an IPv6 address.
 *
 * @param free wrong logins before the first delay, 0 or more
 * @param first the time between logins after the next wrong one, more than zero; each further wrong login doubles it
 * @param longest the most that it grows to, {@code first} or more
 * @param longestWait the longest that a login waits for its turn; one that would wait longer is refused without a look at its
 *     password
 * @param forget after this time without a wrong login all of them are forgotten
 * @param remembered the peers, the user names and the pairs of both that are remembered, 1 or more each; the one unused for
 *     the longest time is forgotten first
 */
public record LoginLimits(
        int free, Duration first, Duration longest, Duration longestWait, Duration forget, int remembered) {
    /** 3 without a delay, then 1 s to 30 s; waits of 10 s at most; forgotten after 10 min; 4096 remembered. */
    public static final LoginLimits DEFAULT = new LoginLimits(
            3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMinutes(10), 4096);

    /** Checks the ranges. */
    public LoginLimits {
        if (free < 0) {
            throw new IllegalArgumentException("wrong logins without a delay must be 0 or more, not " + free);
        }
        if (remembered < 1) {
            throw new IllegalArgumentException("remembered must be 1 or more, not " + remembered);
        }
        if (first.isZero()) {
            throw new IllegalArgumentException("the first delay must be longer than nothing");
        }
        for (Duration each : List.of(first, longest, longestWait, forget)) {
            if (each.isNegative()) {
                throw new IllegalArgumentException("a time must be zero or more, not " + each);
            }
        }
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the longest delay must be " + first + " or more, not " + longest);
        }
    }

    /** The time between logins after so many wrong ones. */
    Duration delayAfter(int wrong) {
        if (wrong <= free) {
            return Duration.ZERO;
        }
        Duration delay = first;
        for (int i = free + 1; i < wrong && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}

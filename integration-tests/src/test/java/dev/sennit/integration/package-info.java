/**
 * Tests with real sockets and real processes, on loopback only.
 *
 * <p>Where another program is needed, {@link dev.sennit.peers.NeedsPeer} starts it or skips the test with the reason.
 * {@code Footprint} counts what must not leak. What another virtual machine of ours runs ends in {@code Main}.
 */
@NullMarked
package dev.sennit.integration;

import org.jspecify.annotations.NullMarked;

/**
 * Tests with real sockets and real processes, on loopback only. The tests are in the packages below, one for each subject;
 * {@code support} has what several of them use.
 *
 * <p>Where another program is needed, {@link dev.sennit.peers.NeedsPeer} starts it or skips the test with the reason. What
 * another virtual machine of ours runs ends in {@code Main}.
 */
@NullMarked
package dev.sennit.integration;

import org.jspecify.annotations.NullMarked;

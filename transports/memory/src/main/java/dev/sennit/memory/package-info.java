/**
 * Connections without sockets: a whole network under virtual time for tests, and links inside one process.
 *
 * <p>{@link dev.sennit.memory.MemoryNetwork} holds hosts, each a
 * {@link dev.sennit.transport.Reactor} of its own, joined by links whose faults ({@link
 * dev.sennit.memory.LinkRules}) are drawn from a seed: the same seed gives the same run, event for event. {@link
 * dev.sennit.memory.MemoryLink} is the small form of it, two protocols face to face.
 *
 * <p>{@link dev.sennit.memory.MemoryHub} joins connections of one process on whatever loops they live.
 *
 * <p>All of them carry bytes the same way: a bounded window in flight, write marks, half-close, resets. The buffers they
 * lend are overwritten as soon as the callback returns, so that a protocol which keeps one finds out at once.
 */
@NullMarked
package dev.sennit.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The small programs that one begins with: each a protocol to read, to run and to start one's own from.
 *
 * <p>In the order in which to read them:
 *
 * <ol>
 *   <li>{@link dev.sennit.small.Echo}: bytes back as they come; the shortest protocol there is. Its other end is
 *       {@link dev.sennit.small.EchoClient}, which answers with a {@code Deferred}.
 *   <li>{@link dev.sennit.small.QuoteOfTheDay}: speaks first, then closes.
 *   <li>{@link dev.sennit.small.Answer}: lines in, lines out.
 *   <li>{@link dev.sennit.small.CountingServer}: state that connections share.
 *   <li>{@link dev.sennit.small.ChatRoom}: connections that write to each other, across loops.
 *   <li>{@link dev.sennit.small.LogFile}: something opened before the first connection and closed after the last,
 *       and work that may block.
 *   <li>{@link dev.sennit.small.TimeUuidServer} and {@link dev.sennit.small.TimeUuidClient}: a menu, and
 *       a person at the other end.
 * </ol>
 *
 * <p>What connections share is an object, and that object is the {@code ProtocolFactory}: it makes the protocol of each
 * connection and is good for any number of loops and listeners. Every limit has a default that is safe.
 */
@NullMarked
package dev.sennit.small;

import org.jspecify.annotations.NullMarked;

/**
 * Results that come later.
 *
 * <p>A {@link dev.sennit.transport.deferred.Deferred} is read, its {@code Source} is written:
 *
 * <pre>{@code
 * Deferred.Source<String> greeting = new Deferred.Source<>();
 * Deferred<Integer> length = greeting.deferred()
 *         .thenApply(String::length)
 *         .exceptionally(cause -> 0);
 * greeting.succeed("hello");
 * }</pre>
 *
 * <p>Many become one with {@code Deferred.all}, {@code settled}, {@code any} and {@code race}. Who must take turns uses a
 * {@link dev.sennit.transport.deferred.DeferredLock}, a {@link dev.sennit.transport.deferred.DeferredSemaphore} or a
 * {@link dev.sennit.transport.deferred.DeferredQueue}: all wait by handing out a Deferred, none blocks a thread. Only
 * {@code Deferred.await} blocks, and it refuses to on a {@link dev.sennit.transport.deferred.NonBlockingThread}.
 */
@NullMarked
package dev.sennit.transport.deferred;

import org.jspecify.annotations.NullMarked;

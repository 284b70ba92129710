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
 * <p>The source decides where callbacks run. Made with a loop, as all that a reactor returns are, it calls back on that
 * loop's thread, always; derived Deferreds inherit the loop, and {@code on(executor)} is the way off it:
 *
 * <pre>{@code
 * reactor.connect(address, ConnectOptions.DEFAULT, Asker::new) // called on any thread
 *         .thenCompose(Asker::answer)                          // runs on the connection's loop
 *         .on(reactor.workers())
 *         .thenAccept(this::store);                            // runs on a worker, and may block
 * }</pre>
 *
 * <p>A source made without a loop calls back on the thread that settles it, or on the thread that attaches to a settled
 * Deferred. {@link dev.sennit.transport.deferred.Deferred} has the whole rule.
 *
 * <p>Several Deferreds become one with {@code thenCombine}, {@code Deferred.all}, {@code settled}, {@code any} and
 * {@code race}. Tasks that must take turns use a {@link dev.sennit.transport.deferred.DeferredLock}, a
 * {@link dev.sennit.transport.deferred.DeferredSemaphore} or a {@link dev.sennit.transport.deferred.DeferredQueue}: each
 * returns a Deferred to wait for, and blocks no thread. Only {@code Deferred.await} blocks; it needs no loop to be alive, and
 * throws on a {@link dev.sennit.transport.deferred.NonBlockingThread}.
 */
@NullMarked
package dev.sennit.transport.deferred;

import org.jspecify.annotations.NullMarked;

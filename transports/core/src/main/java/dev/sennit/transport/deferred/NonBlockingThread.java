package dev.sennit.transport.deferred;

/**
 * Marks a {@link Thread} class whose threads must never wait, such as those that run an event loop.
 *
 * <p>On such a thread {@link Deferred#await()} refuses to wait.
 */
public interface NonBlockingThread {}

package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Owns loops, and opens listeners and connections on them. A value that is passed in; there is no global one.
 *
 * <p>All methods may be called from any thread. The rules, each pinned by a contract test of the same number:
 *
 * <ol>
 *   <li>R1: {@code listen} and {@code connect} never throw for a reason of the network: the answer fails with a
 *       {@link dev.sennit.transport.error.ListenFailedException} or {@link dev.sennit.transport.error.ConnectFailedException}.
 *   <li>R2: {@code connect} answers with the protocol after its {@code connectionMade} has run.
 *   <li>R3: Cancelling {@code connect} stops the attempt; nothing stays open.
 *   <li>R4: A factory that throws or refuses fails {@code connect} with that, and nothing leaks.
 *   <li>R5: {@code shutdown} aborts every connection, and each hears {@code connectionLost} first.
 *   <li>R6: A task or timer that throws harms no other.
 *   <li>R7: What {@code listen}, {@code connect}, {@code offload} and a listener return calls back on a loop of this
 *       reactor, whichever thread attaches the callback, and whenever; for {@code connect} that is the connection's loop.
 *   <li>R8: Timers may be set, restarted and cancelled from any thread; their tasks run on the loop.
 *   <li>R9: A task given to {@link EventLoop#afterThisPass} runs behind the channels and tasks of the current pass.
 * </ol>
 */
public interface Reactor extends AutoCloseable {
    /** The loop for the next piece of work, dealt in turn; the calling thread's own where that is one of them. */
    EventLoop nextLoop();

    /** Runs what may block; its threads never carry a connection's callbacks. */
    Executor workers();

    /**
     * Opens a listener.
     *
     * @param factory makes one protocol for each connection accepted
     * @return the listener, once it accepts
     */
    Deferred<Listener> listen(Address address, ListenOptions options, ProtocolFactory<?> factory);

    /**
     * Opens a connection.
     *
     * @return the factory's protocol, after its {@code connectionMade}; cancel to give up
     */
    <P extends Protocol> Deferred<P> connect(Address address, ConnectOptions options, ProtocolFactory<P> factory);

    /**
     * Closes every listener, aborts every connection, then ends the loops.
     *
     * @return done when the last connection has been told and the loops have stopped taking work. No loop is left to call
     *     back on: callbacks run on the thread that ends the last loop, or on the thread that attaches them later
     */
    Deferred<Void> shutdown();

    /**
     * Tells of this reactor's end, also of one that nobody asked for: a loop breaks when its own code fails, and when the
     * heap, or the direct memory for its send buffers, is exhausted in one of its callbacks, since nobody can tell what that
     * left half done. A loop that breaks first closes all its channels, then this answer fails, then its connections are told.
     *
     * <p>The other loops of a reactor go on after one of them broke. A program that is started again by others should
     * rather end: it has lost connections, and perhaps listeners.
     *
     * @return done when {@link #shutdown} is; fails with what broke the loop as soon as the first loop has broken. Callbacks
     *     run on the thread of that loop and must not block, or on the thread that attaches them later. Cancelling gives up
     *     this one answer
     */
    Deferred<Void> ended();

    /** Shuts down, and waits for the end unless called on a loop. */
    @Override
    void close();

    /**
     * Runs work that may block on {@link #workers}.
     *
     * @return what the work returns or throws; calls back on the calling loop, or on one of this reactor's if the calling
     *     thread is no loop. Cancelling abandons the result, not the work. Fails with {@link RejectedExecutionException} if
     *     the workers have ended, or the loop has when the work is done; in the latter case callbacks run on the worker
     */
    default <T> Deferred<T> offload(Callable<T> work) {
        return offload(work, workers());
    }

    /**
     * Does as {@link #offload(Callable)} on other threads, for work that would take the workers from everybody else.
     *
     * @param threads runs the work, and may refuse it
     */
    default <T> Deferred<T> offload(Callable<T> work, Executor threads) {
        EventLoop loop = nextLoop();
        Deferred.Source<T> answer = new Deferred.Source<>(loop);
        Runnable offloaded = () -> {
            Runnable settle;
            try {
                T result = work.call();
                settle = () -> answer.succeed(result);
            } catch (Throwable failure) {
                settle = () -> answer.fail(failure);
            }
            try {
                loop.execute(settle);
            } catch (RejectedExecutionException noLoop) {
                // Whoever waits must hear of it.
                answer.fail(noLoop);
            }
        };
        try {
            threads.execute(offloaded);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            answer.fail(noThread);
        }
        return answer.deferred();
    }
}

package dev.sennit.transport;

import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Owns loops, and opens listeners and connections on them. A program makes one and passes it on; endpoints that are made without
 * a context use one that they share.
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
 *   <li>D18: {@code bind} never throws for a reason of the network: the answer fails with a {@link
 *       dev.sennit.transport.error.ListenFailedException}, or a {@link dev.sennit.transport.error.ConnectFailedException} where it is the
 *       peer that cannot be had.
 *   <li>D19: {@code bind} answers with the protocol after its {@code opened} has run.
 *   <li>D20: Cancelling {@code bind} closes the socket; nothing stays open.
 *   <li>D21: A factory or an {@code opened} that throws fails {@code bind} with that, and nothing leaks.
 *   <li>D22: {@code shutdown} ends every datagram socket, and each hears {@code closed} first.
 * </ol>
 *
 * <p>A reactor opens the kinds of addresses that it knows, and fails with the kind {@code UNSUPPORTED} for all others.
 */
public interface Reactor extends AutoCloseable {
    /** The loop for the next piece of work, dealt in turn; the calling thread's own where that is one of them. */
    EventLoop nextLoop();

    /** Runs what may block; its threads never carry a connection's callbacks. */
    Executor workers();

    /** Returns how long closed connections of this reactor wait for their peers; for those who open connections of other kinds. */
    default CloseTimeouts closeTimeouts() {
        return CloseTimeouts.DEFAULT;
    }

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
     * Opens a datagram socket. By default a reactor opens none, and the answer fails.
     *
     * @param local where to receive: a {@link UdpAddress}, of which port 0 and the wildcard become real as far as the system
     *     says; a {@link UnixAddress}, of which {@code @} alone is a free abstract name, and {@code UNNAMED} is for one that
     *     only sends, since it cannot be answered
     * @return the factory's protocol, after its {@code opened}; cancel to give up
     */
    default <P extends DatagramProtocol> Deferred<P> bind(
            Address local, DatagramOptions options, DatagramProtocolFactory<P> factory) {
        Throwable none = new ListenFailedException(
                local.toString(),
                ListenFailedException.Kind.UNSUPPORTED,
                "this reactor opens no datagram sockets",
                null);
        return Deferred.<P>failed(none).on(nextLoop());
    }

    /**
     * Looks up the addresses of a host. By default they are those that the machine's own resolver knows, which blocks one of
     * these threads; the names of {@link LocalNames} are answered at once with the loopback addresses.
     *
     * @param host a name or an IP address literal
     * @return at least one address, in the order of preference; fails with an {@link java.net.UnknownHostException} if there
     *     is none. Cancelling abandons the answer
     */
    default Deferred<List<InetAddress>> resolve(String host, Executor threads) {
        return LocalNames.isLocal(host)
                ? Deferred.of(LocalNames.addressesOf(host))
                : offload(() -> List.of(InetAddress.getAllByName(host)), threads);
    }

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

package dev.sennit.transport;

import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What carries the bytes of the layer or connection above it: the lower side of a stack's joints.
 *
 * <p>A carrier is called on its loop only, and may rely on that; {@link #local}, {@link #peer}, {@link #loop},
 * {@link #canSend}, {@link #memory} and {@link #feature} alone may be called from any thread. The {@link Connection} at the
 * top of each stack moves the calls of other threads to the loop. A carrier owes to what is above it the rules of {@link Transport} and {@link Protocol} that
 * have to do with bytes, ends and marks, with two exceptions: the connection acts upon what {@code inputEnded} and
 * {@code writePaused} return, and calls {@code drainRequested}.
 */
public interface Carrier {
    /**
     * Sets which protocol hears what arrives, from now on.
     *
     * @param above the next layer, or the connection's own receiver
     */
    void carry(Protocol above);

    /** Does as {@link Transport#write(ByteBuffer)}. */
    void write(ByteBuffer data);

    /** Does as {@link Transport#write(Bytes)}. */
    default void write(Bytes data) {
        write(data.asReadOnlyBuffer());
    }

    /** Returns what sends files here, or empty where the connection has to write their bytes piece by piece. */
    default Optional<FileSender> fileSender() {
        return Optional.empty();
    }

    /** Does as {@link Transport#close}. */
    void close();

    /** Does as {@link Transport#abort()}. */
    void abort();

    /** Does as {@link Transport#abort(Throwable)}. */
    void abort(Throwable cause);

    /** Does as {@link Transport#endOutput}. */
    void endOutput();

    /**
     * Returns whether what is written may still be sent: false for good once the output has ended or the stream has broken, even
     * while nobody has been told. From any thread. The default knows of no such end.
     */
    default boolean canSend() {
        return true;
    }

    /** Does as {@link Transport#pauseReading}. */
    void pauseReading();

    /** Does as {@link Transport#resumeReading}. */
    void resumeReading();

    /**
     * Calls back once the bytes that had arrived here at the time of this call have been delivered, or no more input can
     * be delivered. Bytes that wait while reading is paused have not been delivered yet. The default knows of no bytes
     * that wait.
     *
     * @param then called once, in a later turn of the loop; not after {@code connectionLost}. A second call of this method
     *     takes the place of the first
     */
    default void afterArrived(Runnable then) {
        loop().execute(then);
    }

    /**
     * Returns the account of the memory that this connection holds, which layers add to ({@link Layer#holds}); the same one
     * for the whole life of the connection. From any thread. A carrier that counts nothing returns
     * {@link ConnectionMemory#UNCOUNTED}, as the default does: then the bytes that wait in it do not count against the limit
     * of rule T12, nor against a budget.
     */
    default ConnectionMemory memory() {
        return ConnectionMemory.UNCOUNTED;
    }

    /** This end's address. From any thread. */
    Address local();

    /** The other end's address. From any thread. */
    Address peer();

    /** The loop on which everything here runs. From any thread. */
    EventLoop loop();

    /**
     * Returns an ability of this carrier or of those below it, by its exact type; see {@link Transport#feature}. From any
     * thread.
     */
    <T> Optional<T> feature(Class<T> type);
}

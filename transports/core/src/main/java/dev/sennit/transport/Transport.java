package dev.sennit.transport;

import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The sending end of one connection, whatever carries it.
 *
 * <p>The rules, each pinned by a contract test of the same number:
 *
 * <ol>
 *   <li>T1: Every method may be called from any thread, but for {@link #isReading}, whose result holds on the loop only.
 *       On the connection's loop a call takes effect before it returns; from elsewhere it is queued for the loop.
 *   <li>T2: Bytes leave in the order in which one thread wrote them. What the loop writes may overtake what other
 *       threads have queued; two other threads' bytes interleave by whole writes only.
 *   <li>T3: {@code write} takes all bytes before it returns, never blocks, and the caller may reuse the buffer at once.
 *   <li>T4: {@code close} sends what was written, then ends both directions. {@code abort} drops what was not sent and
 *       resets the connection; over Unix sockets, which know no resets, the peer sees an end.
 *   <li>T5: Writing after {@code endOutput}, {@code close}, {@code abort} or the connection's end does nothing. So does
 *       closing twice, in any mixture; an {@code abort} cuts a {@code close} short.
 *   <li>T6: Once more bytes wait than the high mark, the protocol hears {@code writePaused}, and after they have fallen
 *       to the low mark {@code writeResumed}: strictly by turns, and neither once the connection has ended.
 *   <li>T7: {@code endOutput} sends what was written, then tells the peer that no more comes; receiving goes on.
 *   <li>T8: The peer's bytes that arrived before its end are delivered before the end is.
 *   <li>T9: The same {@code Transport} stays valid when layers are pushed below or the protocol is replaced.
 *   <li>T10: {@code isWritable} is false from the call of {@code writePaused} to that of {@code writeResumed}, while other
 *       threads' writes of more than the high mark are queued for the loop, and for good once the output has ended or the
 *       connection has broken, even inside the call that meets it.
 *   <li>T11: {@code whenWritable} settles on the loop once {@code isWritable} is true, never from inside a call of this
 *       interface, and fails once the output or the connection has ended, for the cause of that.
 *   <li>T12: When more bytes that other threads than the loop's have written wait than the
 *       {@linkplain WaterMarks#limitBytes limit}, the next such write is dropped, and the connection is aborted with a
 *       {@link dev.sennit.transport.error.LimitExceededException}. Bytes wait in the queue for the loop, in layers and in the carrier;
 *       each queued write counts for 128 bytes more than it has. Bytes that the loop wrote do not count.
 *   <li>T13: {@code feature} finds an ability by the exact type under which it is declared, and by no other.
 * </ol>
 */
public interface Transport {
    /**
     * Sends the bytes between the buffer's position and limit, and moves its position to the limit.
     *
     * @param data the bytes; may be reused at once
     */
    void write(ByteBuffer data);

    /** Sends these bytes. */
    default void write(Bytes data) {
        write(data.asReadOnlyBuffer());
    }

    /**
     * Sends part of a file, in order with what is written before and after. Where nothing transforms the bytes they do
     * not pass through this process's memory.
     *
     * @param file open for reading until the answer comes; its position is neither used nor changed
     * @param position first byte, 0 or more
     * @param count how many bytes, 0 or more
     * @return the number of bytes handed over, when the last has been; less than {@code count} only if the file ended
     *     early. Fails if the file can't be read, the connection ends first, or the output had ended
     */
    Deferred<Long> sendFile(FileChannel file, long position, long count);

    /**
     * Whether more may be written now: the output has not ended, and no more bytes wait than the
     * {@linkplain WaterMarks#highBytes high mark}. From any thread. A writer on another thread asks this before each write,
     * and waits for {@link #whenWritable} where it is false; otherwise its writes may come to the limit of rule T12. The
     * {@link MemoryBudget} of all connections does not change the answer.
     */
    boolean isWritable();

    /**
     * Waits until more may be written. From any thread. Several that wait are settled one after another, as long as
     * {@link #isWritable} is true.
     *
     * @return succeeds on the loop, once {@link #isWritable} is true; cancel to give up waiting. Fails with the cause that
     *     broke the connection, or with a {@link dev.sennit.transport.error.ConnectionBrokenException} if the output or the connection
     *     has ended in another way
     */
    Deferred<Void> whenWritable();

    /** Sends what was written, then ends the connection. */
    void close();

    /** Ends the connection now, dropping what was not sent; the peer sees a reset. */
    void abort();

    /**
     * Ends the connection now, as {@link #abort()} does, and gives the cause to every layer and to the protocol.
     *
     * @param cause what {@link CloseReason.Broken#cause} will be
     */
    void abort(Throwable cause);

    /** Sends what was written, then closes the writing half; receiving goes on. */
    void endOutput();

    /** Stops deliveries until {@link #resumeReading}; calling it twice is as good as once. */
    void pauseReading();

    /** Takes deliveries up again, never from inside this call. */
    void resumeReading();

    /**
     * Whether bytes may be delivered now: open, not paused by {@link #pauseReading} or by the write marks, and not
     * closing. To be asked on the loop: elsewhere the answer may be out of date, or never seen to change. What takes a
     * delivery apart asks it between the parts, and gives what it may not deliver any more to {@link Connection#unread}.
     */
    boolean isReading();

    /** This end's address. */
    Address local();

    /** The other end's address, as the topmost layer that knows better tells it (a PROXY header, say). */
    Address peer();

    /** The loop on which all callbacks of this connection run: its executor, and its clock. */
    EventLoop loop();

    /**
     * Returns an optional ability of this stack, such as {@link TcpSocket}. From any thread; the feature's own type says
     * from which threads its methods may be called.
     *
     * @param type the type under which the ability is declared; a supertype finds nothing
     * @return the ability of the topmost layer that has it, or else of the carrier; empty if nothing in this stack has it
     */
    <T> Optional<T> feature(Class<T> type);
}

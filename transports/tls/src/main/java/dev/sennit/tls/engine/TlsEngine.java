package dev.sennit.tls.engine;

import dev.sennit.tls.TlsSession;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * The TLS of one connection, without input or output: it is given the peer's bytes and the bytes to send, and calls its
 * {@link Outlet} with the results, within the call. One thread at a time may call it, not always the same: until the handshake is
 * done, workers may call {@link #receive}.
 *
 * <p>Order: {@link #start} once, then any method. {@link #write} and {@link #endOutput} only after {@link Outlet#opened}.
 *
 * <p>A call that finds a fault gives the outlet the alert to send, then throws
 * {@link dev.sennit.transport.error.TlsFailedException}. After that, and after {@link #discard}, the engine cannot be used. The
 * outlet may call {@link #write} and {@link #endOutput} from inside {@code opened}, {@code received} and {@code inputEnded}. An
 * idle engine holds no buffer.
 */
public interface TlsEngine {
    /** Begins; a client's engine sends its first flight. */
    void start();

    /**
     * Receives bytes of the peer, whole records or parts of them. Returns as soon as the handshake is done; the bytes that follow
     * stay in the buffer, for the next call.
     */
    void receive(ByteBuffer records);

    /**
     * Receives the end of the peer's bytes.
     *
     * @throws dev.sennit.transport.error.TlsFailedException if they may not end here: in a handshake, in a record, or without
     *     close_notify
     */
    void receiveEnd();

    /** Sends all these bytes, in as few records as hold them. */
    void write(ByteBuffer plain);

    /** Returns the most plain bytes that fit one record. To be called after the handshake. */
    default int recordBytes() {
        return 16_384;
    }

    /** Sends close_notify; what the peer sends is still received. */
    void endOutput();

    /**
     * Ends a connection for a fault that the caller has found: sends this fatal alert if the implementation can send a chosen one,
     * then does what {@link #discard} does.
     *
     * @return the alert, if it is sent
     */
    default OptionalInt refuse(int alert) {
        discard();
        return OptionalInt.empty();
    }

    /** Forgets every secret and gives buffers back; sends nothing. A second call does nothing. */
    void discard();

    /** The receiver of an engine's results. Buffers are lent: they are valid until the method returns. */
    interface Outlet {
        /** Returns the time, for limits by rate; a layer returns the time of its loop. */
        default long nanoTime() {
            return System.nanoTime();
        }

        /** Sends bytes to the peer. */
        void send(ByteBuffer records);

        /** Called once, when the handshake is done; {@code write} may be called from then on. */
        void opened(TlsSession session);

        /** Receives the peer's next plain bytes, one or more, after {@code opened}. */
        void received(ByteBuffer plain);

        /** Called at most once, after {@code opened}, for the peer's close_notify: the peer sends no more. */
        void inputEnded();
    }
}

package dev.sennit.tls.engine;

import dev.sennit.tls.TlsSession;
import java.nio.ByteBuffer;

/**
 * The TLS of one connection, as a machine without input or output: it is given what came and what is to be sent, and
 * tells its {@link Outlet} what comes of it, within the call. For one thread at a time, not always the same: until the
 * handshake is done, workers may call {@link #receive}.
 *
 * <p>Order: {@link #start} once, then anything. {@link #write} and {@link #endOutput} only after {@link Outlet#opened}.
 *
 * <p>A call that finds a fault gives the outlet the alert to send, then throws
 * {@link dev.sennit.transport.error.TlsFailedException}; after that, and after {@link #discard}, the engine is of no more use.
 * The outlet may call {@link #write} and {@link #endOutput} from inside {@code opened}, {@code received} and
 * {@code inputEnded}. An idle engine holds no buffer.
 */
public interface TlsEngine {
    /** Begins; a client's engine sends its first flight. */
    void start();

    /**
     * Takes these bytes of the peer, whole records or parts of them. Returns as soon as the handshake is done; the bytes that
     * follow it stay in the buffer, and are given in the next call.
     */
    void receive(ByteBuffer records);

    /**
     * The peer's bytes have ended.
     *
     * @throws dev.sennit.transport.error.TlsFailedException if they may not end here: in a handshake, in a record, or without
     *     close_notify
     */
    void receiveEnd();

    /** Sends all these bytes, in as few records as hold them. */
    void write(ByteBuffer plain);

    /** The most plain bytes that fit one record; asked once the handshake is done. */
    default int recordBytes() {
        return 16_384;
    }

    /** Sends close_notify; what the peer sends is still received. */
    void endOutput();

    /**
     * Gives up a connection for a fault that was found outside: sends this fatal alert if the implementation lets it be
     * chosen, then does what {@link #discard} does.
     *
     * @return whether the alert is sent
     */
    default boolean refuse(int alert) {
        discard();
        return false;
    }

    /** Forgets every secret, and gives back what it holds; sends nothing. Does nothing the second time. */
    void discard();

    /** Whom an engine tells. Buffers are lent: valid until the method returns. */
    interface Outlet {
        /** The time, for limits that go by a rate; a layer answers with its loop's. */
        default long nanoTime() {
            return System.nanoTime();
        }

        /** These bytes go to the peer. */
        void send(ByteBuffer records);

        /** The handshake is done: its outcome is known, and {@code write} may be called. Comes once. */
        void opened(TlsSession session);

        /** The peer's next bytes, one or more. After {@code opened}. */
        void received(ByteBuffer plain);

        /** The peer's close_notify: it will send no more. Comes at most once, after {@code opened}. */
        void inputEnded();
    }
}

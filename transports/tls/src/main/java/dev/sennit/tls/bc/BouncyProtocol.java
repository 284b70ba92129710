package dev.sennit.tls.bc;

import java.io.IOException;

/**
 * BouncyCastle's protocol of one side, with the inner methods that the engine needs: records that the engine has decrypted itself
 * are given to {@link #processInner}, and each direction ends by itself.
 */
interface BouncyProtocol {
    /** Begins the handshake. */
    void begin() throws IOException;

    /** Takes one whole record. */
    void offerInput(byte[] record, int offset, int length) throws IOException;

    /** Takes what a record held that is not application data. */
    void processInner(short type, byte[] buffer, int offset, int length) throws IOException;

    /** The peer's application data has come, past the protocol: it may not stand within a handshake message. */
    void receivedApplicationData() throws IOException;

    /** Bytes that wait to be sent. */
    int getAvailableOutputBytes();

    /** Takes bytes that wait to be sent. */
    int readOutput(byte[] to, int offset, int length);

    /** Gives back the room that sent bytes took. */
    void shrinkOutput();

    /** How many bytes of data fit into one record: 2^14, or what the client has asked for (RFC 6066, section 4). */
    int getApplicationDataLimit();

    /** Sends close_notify; nothing else ends. */
    void sendCloseNotify() throws IOException;

    /** Sends a key update, and uses the next key from then on (RFC 8446, section 4.6.3). */
    void updateKey() throws IOException;

    /** Sends a fatal alert for a fault that was found outside. */
    void fail(short alert, String message, Throwable cause) throws IOException;

    /** Whether the peer has seen a certificate of ours, now or when the session began. */
    boolean hasShownCertificate();

    /** Wipes what secrets it still holds. */
    void forget();

    /** What the protocol tells its engine. */
    interface Events {
        /** The peer's close_notify came, after the handshake. */
        void closeNotifyReceived();

        /** The peer uses its next key. */
        void keyUpdated() throws IOException;
    }
}

package dev.sennit.tls;

import dev.sennit.x509.key.CertifiedKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits for what a peer may make this side do. Each limit is 1 or more. Immutable: each {@code with} method returns changed
 * limits.
 *
 * <p>The length of a handshake message is that of its body, without its header of 4 bytes. With the implementation {@code JDK},
 * single messages and chains that are sent encrypted have the JDK's limits alone; messages that are sent in plaintext (the hellos,
 * and the messages of TLS 1.2) have the JDK's limits and these. {@code handshakeBytes} counts with either implementation.
 */
public final class TlsLimits {
    /** The longest handshake message that its header can announce (RFC 8446, section 4). */
    public static final int MAX_MESSAGE_BYTES = (1 << 24) - 1;

    /** 10 s and 256 KiB for the handshake, 128 KiB for Certificate, 64 KiB for CertificateRequest, 32 KiB for each other
     * message, chains of 32, 2 s to close, 32 records without data, 1024 key updates, 64 KiB written early, 64 KiB that wait for
     * a step. */
    public static final TlsLimits DEFAULT = new TlsLimits(Duration.ofSeconds(10), Duration.ofSeconds(2), Map.of());

    private final Duration handshakeTimeout;
    private final Duration closeTimeout;
    /** The numbers that are not the default. */
    private final Map<Count, Integer> counts;

    private TlsLimits(Duration handshakeTimeout, Duration closeTimeout, Map<Count, Integer> counts) {
        this.handshakeTimeout = handshakeTimeout;
        this.closeTimeout = closeTimeout;
        this.counts = counts;
    }

    /** A limit that is a number. */
    private enum Count {
        HANDSHAKE_BYTES("handshakeBytes", 256 * 1024, Integer.MAX_VALUE),
        CERTIFICATE_BYTES("certificateBytes", CertifiedKey.MAX_CHAIN_BYTES, MAX_MESSAGE_BYTES),
        CERTIFICATE_REQUEST_BYTES("certificateRequestBytes", 64 * 1024, MAX_MESSAGE_BYTES),
        MESSAGE_BYTES("messageBytes", 32 * 1024, MAX_MESSAGE_BYTES),
        CHAIN_LENGTH("chainLength", CertifiedKey.MAX_CHAIN_LENGTH, Integer.MAX_VALUE),
        EMPTY_RECORDS("emptyRecords", 32, Integer.MAX_VALUE),
        KEY_UPDATES("keyUpdates", 1024, Integer.MAX_VALUE),
        EARLY_WRITE_BYTES("earlyWriteBytes", 64 * 1024, Integer.MAX_VALUE),
        WAITING_BYTES("waitingBytes", 64 * 1024, Integer.MAX_VALUE);

        private final String text;
        private final int standard;
        private final int most;

        Count(String text, int standard, int most) {
            this.text = text;
            this.standard = standard;
            this.most = most;
        }
    }

    private int get(Count count) {
        // A default would be boxed each time that a record is looked at.
        Integer set = counts.get(count);
        return set == null ? count.standard : set;
    }

    private TlsLimits with(Count count, int value) {
        if (value < 1 || value > count.most) {
            String range = count.most == Integer.MAX_VALUE ? "1 or more" : "1 to " + count.most;
            throw new IllegalArgumentException(count.text + " must be " + range + ", not " + value);
        }
        Map<Count, Integer> changed = new HashMap<>(counts);
        changed.put(count, value);
        return new TlsLimits(handshakeTimeout, closeTimeout, Map.copyOf(changed));
    }

    private static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
        return value;
    }

    /** Returns the longest time from the layer's start to the end of the handshake. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Returns these limits with another longest time of the handshake. */
    public TlsLimits withHandshakeTimeout(Duration value) {
        return new TlsLimits(positive("handshakeTimeout", value), closeTimeout, counts);
    }

    /** Returns the most bytes received before the handshake is done, headers of records included. A server that asks for no
     * certificate accepts no more than {@link #messageBytes}. */
    public int handshakeBytes() {
        return get(Count.HANDSHAKE_BYTES);
    }

    /** Returns these limits with another number of bytes of the handshake. */
    public TlsLimits withHandshakeBytes(int value) {
        return with(Count.HANDSHAKE_BYTES, value);
    }

    /** Returns the longest Certificate message, up to 2^24 - 1 bytes. */
    public int certificateBytes() {
        return get(Count.CERTIFICATE_BYTES);
    }

    /** Returns these limits with another longest Certificate message. */
    public TlsLimits withCertificateBytes(int value) {
        return with(Count.CERTIFICATE_BYTES, value);
    }

    /** Returns the longest CertificateRequest message that a client accepts and that a server sends, up to 2^24 - 1 bytes. */
    public int certificateRequestBytes() {
        return get(Count.CERTIFICATE_REQUEST_BYTES);
    }

    /** Returns these limits with another longest CertificateRequest message. */
    public TlsLimits withCertificateRequestBytes(int value) {
        return with(Count.CERTIFICATE_REQUEST_BYTES, value);
    }

    /** Returns the longest handshake message of any other type, up to 2^24 - 1 bytes. */
    public int messageBytes() {
        return get(Count.MESSAGE_BYTES);
    }

    /** Returns these limits with another longest message of any other type. */
    public TlsLimits withMessageBytes(int value) {
        return with(Count.MESSAGE_BYTES, value);
    }

    /** Returns the most certificates in a Certificate message. */
    public int chainLength() {
        return get(Count.CHAIN_LENGTH);
    }

    /** Returns these limits with another longest chain. */
    public TlsLimits withChainLength(int value) {
        return with(Count.CHAIN_LENGTH, value);
    }

    /** Returns how long {@code close} waits for the peer's close_notify. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Returns these limits with another wait for the peer's close_notify. */
    public TlsLimits withCloseTimeout(Duration value) {
        return new TlsLimits(handshakeTimeout, positive("closeTimeout", value), counts);
    }

    /** Returns the most records in a row that bring no data: empty records, key updates, tickets. */
    public int emptyRecords() {
        return get(Count.EMPTY_RECORDS);
    }

    /** Returns these limits with another number of records in a row that bring no data. */
    public TlsLimits withEmptyRecords(int value) {
        return with(Count.EMPTY_RECORDS, value);
    }

    /** Returns how many key updates the peer may send at once (RFC 8446, section 4.6.3). Each second and each 64 KiB of its data
     * allow one more. */
    public int keyUpdates() {
        return get(Count.KEY_UPDATES);
    }

    /** Returns these limits with another number of key updates at once. */
    public TlsLimits withKeyUpdates(int value) {
        return with(Count.KEY_UPDATES, value);
    }

    /** Returns how many bytes the protocol may write before the handshake is done until it is told {@code writePaused}. */
    public int earlyWriteBytes() {
        return get(Count.EARLY_WRITE_BYTES);
    }

    /** Returns these limits with another number of bytes written before the handshake is done. */
    public TlsLimits withEarlyWriteBytes(int value) {
        return with(Count.EARLY_WRITE_BYTES, value);
    }

    /** Returns how many received bytes wait while a step of the handshake runs on the workers. Above it reading is paused until
     * the step has ended; one delivery of the transport may exceed it. */
    public int waitingBytes() {
        return get(Count.WAITING_BYTES);
    }

    /** Returns these limits with another number of bytes that wait for a step of the handshake. */
    public TlsLimits withWaitingBytes(int value) {
        return with(Count.WAITING_BYTES, value);
    }
}

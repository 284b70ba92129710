package dev.sennit.tls;

import dev.sennit.x509.key.CertifiedKey;
import java.time.Duration;

/**
 * What a peer may make this side do. Each limit is 1 or more. Immutable: each {@code with} method returns changed limits.
 *
 * <p>The length of a handshake message is that of its body, without its header of 4 bytes. With the implementation {@code JDK},
 * single messages and chains that are sent encrypted have the JDK's limits alone; messages that are sent in clear (the hellos,
 * and the messages of TLS 1.2) have the JDK's limits and these. {@code handshakeBytes} counts with either implementation.
 */
public final class TlsLimits {
    /** The longest handshake message that its header can announce (RFC 8446, section 4). */
    public static final int MAX_MESSAGE_BYTES = (1 << 24) - 1;

    /** 10 s and 256 KiB for the handshake, 128 KiB for Certificate, 64 KiB for CertificateRequest, 32 KiB for each other
     * message, chains of 32, 2 s to close, 32 records without data, 1024 key updates, 64 KiB written early, 64 KiB that wait for
     * a step. */
    public static final TlsLimits DEFAULT = new TlsLimits(
            Duration.ofSeconds(10),
            256 * 1024,
            CertifiedKey.MAX_CHAIN_BYTES,
            64 * 1024,
            32 * 1024,
            CertifiedKey.MAX_CHAIN_LENGTH,
            Duration.ofSeconds(2),
            32,
            1024,
            64 * 1024,
            64 * 1024);

    private final Duration handshakeTimeout;
    private final int handshakeBytes;
    private final int certificateBytes;
    private final int certificateRequestBytes;
    private final int messageBytes;
    private final int chainLength;
    private final Duration closeTimeout;
    private final int emptyRecords;
    private final int keyUpdates;
    private final int earlyWriteBytes;
    private final int waitingBytes;

    private TlsLimits(
            Duration handshakeTimeout,
            int handshakeBytes,
            int certificateBytes,
            int certificateRequestBytes,
            int messageBytes,
            int chainLength,
            Duration closeTimeout,
            int emptyRecords,
            int keyUpdates,
            int earlyWriteBytes,
            int waitingBytes) {
        requirePositive("handshakeTimeout", handshakeTimeout);
        requirePositive("closeTimeout", closeTimeout);
        requireRange("handshakeBytes", handshakeBytes, Integer.MAX_VALUE);
        requireRange("certificateBytes", certificateBytes, MAX_MESSAGE_BYTES);
        requireRange("certificateRequestBytes", certificateRequestBytes, MAX_MESSAGE_BYTES);
        requireRange("messageBytes", messageBytes, MAX_MESSAGE_BYTES);
        requireRange("chainLength", chainLength, Integer.MAX_VALUE);
        requireRange("emptyRecords", emptyRecords, Integer.MAX_VALUE);
        requireRange("keyUpdates", keyUpdates, Integer.MAX_VALUE);
        requireRange("earlyWriteBytes", earlyWriteBytes, Integer.MAX_VALUE);
        requireRange("waitingBytes", waitingBytes, Integer.MAX_VALUE);
        this.handshakeTimeout = handshakeTimeout;
        this.handshakeBytes = handshakeBytes;
        this.certificateBytes = certificateBytes;
        this.certificateRequestBytes = certificateRequestBytes;
        this.messageBytes = messageBytes;
        this.chainLength = chainLength;
        this.closeTimeout = closeTimeout;
        this.emptyRecords = emptyRecords;
        this.keyUpdates = keyUpdates;
        this.earlyWriteBytes = earlyWriteBytes;
        this.waitingBytes = waitingBytes;
    }

    /** Returns the longest time from the layer's start to the end of the handshake. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** Returns these limits with another longest time of the handshake. */
    public TlsLimits withHandshakeTimeout(Duration value) {
        return new TlsLimits(
                value,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the most bytes received before the handshake is done, headers of records included. A server that asks for no
     * certificate accepts no more than {@link #messageBytes}. */
    public int handshakeBytes() {
        return handshakeBytes;
    }

    /** Returns these limits with another number of bytes of the handshake. */
    public TlsLimits withHandshakeBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                value,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the longest Certificate message, up to 2^24 - 1 bytes. */
    public int certificateBytes() {
        return certificateBytes;
    }

    /** Returns these limits with another longest Certificate message. */
    public TlsLimits withCertificateBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                value,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the longest CertificateRequest message that a client accepts and that a server sends, up to 2^24 - 1 bytes. */
    public int certificateRequestBytes() {
        return certificateRequestBytes;
    }

    /** Returns these limits with another longest CertificateRequest message. */
    public TlsLimits withCertificateRequestBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                value,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the longest handshake message of any other type, up to 2^24 - 1 bytes. */
    public int messageBytes() {
        return messageBytes;
    }

    /** Returns these limits with another longest message of any other type. */
    public TlsLimits withMessageBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                value,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the most certificates in a Certificate message. */
    public int chainLength() {
        return chainLength;
    }

    /** Returns these limits with another longest chain. */
    public TlsLimits withChainLength(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                value,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns how long {@code close} waits for the peer's close_notify. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** Returns these limits with another wait for the peer's close_notify. */
    public TlsLimits withCloseTimeout(Duration value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                value,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns the most records in a row that bring no data: empty records, key updates, tickets. */
    public int emptyRecords() {
        return emptyRecords;
    }

    /** Returns these limits with another number of records in a row that bring no data. */
    public TlsLimits withEmptyRecords(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                value,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns how many key updates the peer may send at once (RFC 8446, section 4.6.3). Each second and each 64 KiB of its data
     * allow one more. */
    public int keyUpdates() {
        return keyUpdates;
    }

    /** Returns these limits with another number of key updates at once. */
    public TlsLimits withKeyUpdates(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                value,
                earlyWriteBytes,
                waitingBytes);
    }

    /** Returns how many bytes the protocol may write before the handshake is done until it hears {@code writePaused}. */
    public int earlyWriteBytes() {
        return earlyWriteBytes;
    }

    /** Returns these limits with another number of bytes written before the handshake is done. */
    public TlsLimits withEarlyWriteBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                value,
                waitingBytes);
    }

    /** Returns how many received bytes wait while a step of the handshake runs on the workers. Above it reading is paused until
     * the step has ended; one delivery of the transport may exceed it. */
    public int waitingBytes() {
        return waitingBytes;
    }

    /** Returns these limits with another number of bytes that wait for a step of the handshake. */
    public TlsLimits withWaitingBytes(int value) {
        return new TlsLimits(
                handshakeTimeout,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTimeout,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                value);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void requireRange(String name, int value, int most) {
        if (value < 1 || value > most) {
            String range = most == Integer.MAX_VALUE ? "1 or more" : "1 to " + most;
            throw new IllegalArgumentException(name + " must be " + range + ", not " + value);
        }
    }
}

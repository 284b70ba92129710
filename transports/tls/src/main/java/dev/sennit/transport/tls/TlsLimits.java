package dev.sennit.transport.tls;

import dev.sennit.transport.tls.identity.Identity;
import java.time.Duration;

/**
 * What a peer may make us do. Each is 1 or more.
 *
 * <p>A handshake message's bytes are those of its body, without its header of 4. With the implementation {@code JDK},
 * single messages and chains that are sent encrypted have the JDK's limits alone; those that are sent in clear (the hellos,
 * and the messages of TLS 1.2) have the JDK's and these. {@code handshakeBytes} counts with either implementation.
 *
 * @param handshakeTime from the layer's start to the end of the handshake
 * @param handshakeBytes received before the handshake is done, the headers of records included; a server that asks for no
 *     certificate takes no more than {@code messageBytes}
 * @param certificateBytes the longest Certificate message, up to 2^24 - 1
 * @param certificateRequestBytes the longest CertificateRequest message, up to 2^24 - 1; also the longest that a server
 *     sends
 * @param messageBytes the longest message of any other type, up to 2^24 - 1
 * @param chainLength the most certificates in a Certificate message
 * @param closeTime how long {@code close} waits for the peer's close_notify
 * @param emptyRecords records in a row that bring no data: empty ones, key updates, tickets
 * @param keyUpdates the peer's key updates at once (RFC 8446, section 4.6.3); each second and each 64 KiB of its data allow
 *     one more
 * @param earlyWriteBytes written by the protocol before the handshake is done, above which it hears writePaused
 * @param waitingBytes received while a step of the handshake runs on the workers, above which reading is paused until the step
 *     has ended; one delivery of the transport may exceed it
 */
public record TlsLimits(
        Duration handshakeTime,
        int handshakeBytes,
        int certificateBytes,
        int certificateRequestBytes,
        int messageBytes,
        int chainLength,
        Duration closeTime,
        int emptyRecords,
        int keyUpdates,
        int earlyWriteBytes,
        int waitingBytes) {
    /** The longest handshake message that its header can announce (RFC 8446, section 4). */
    public static final int MAX_MESSAGE_BYTES = (1 << 24) - 1;

    /**
     * 10 s and 256 KiB for the handshake, 128 KiB for Certificate, 64 KiB for CertificateRequest, 32 KiB for each other
     * message, chains of 32, 2 s to close, 32 records without data, 1024 key updates, 64 KiB written early, 64 KiB that wait for
     * a step.
     */
    public static final TlsLimits DEFAULT = new TlsLimits(
            Duration.ofSeconds(10),
            256 * 1024,
            Identity.MAX_CHAIN_BYTES,
            64 * 1024,
            32 * 1024,
            Identity.MAX_CHAIN_LENGTH,
            Duration.ofSeconds(2),
            32,
            1024,
            64 * 1024,
            64 * 1024);

    /** Checks that each is in its range. */
    public TlsLimits {
        requirePositive("handshakeTime", handshakeTime);
        requirePositive("closeTime", closeTime);
        requireRange("handshakeBytes", handshakeBytes, Integer.MAX_VALUE);
        requireRange("certificateBytes", certificateBytes, MAX_MESSAGE_BYTES);
        requireRange("certificateRequestBytes", certificateRequestBytes, MAX_MESSAGE_BYTES);
        requireRange("messageBytes", messageBytes, MAX_MESSAGE_BYTES);
        requireRange("chainLength", chainLength, Integer.MAX_VALUE);
        requireRange("emptyRecords", emptyRecords, Integer.MAX_VALUE);
        requireRange("keyUpdates", keyUpdates, Integer.MAX_VALUE);
        requireRange("earlyWriteBytes", earlyWriteBytes, Integer.MAX_VALUE);
        requireRange("waitingBytes", waitingBytes, Integer.MAX_VALUE);
    }

    /** The same but for the time of the handshake. */
    public TlsLimits withHandshakeTime(Duration value) {
        return with(value, handshakeBytes, closeTime);
    }

    /** The same but for the bytes of the handshake. */
    public TlsLimits withHandshakeBytes(int value) {
        return with(handshakeTime, value, closeTime);
    }

    /** The same but for the wait at closing. */
    public TlsLimits withCloseTime(Duration value) {
        return with(handshakeTime, handshakeBytes, value);
    }

    /** The same but for the longest Certificate message. */
    public TlsLimits withCertificateBytes(int value) {
        return withMessages(value, certificateRequestBytes, messageBytes, chainLength);
    }

    /** The same but for the longest CertificateRequest message. */
    public TlsLimits withCertificateRequestBytes(int value) {
        return withMessages(certificateBytes, value, messageBytes, chainLength);
    }

    /** The same but for the longest message of any other type. */
    public TlsLimits withMessageBytes(int value) {
        return withMessages(certificateBytes, certificateRequestBytes, value, chainLength);
    }

    /** The same but for the longest chain. */
    public TlsLimits withChainLength(int value) {
        return withMessages(certificateBytes, certificateRequestBytes, messageBytes, value);
    }

    /** The same but for the bytes that wait for a step of the handshake. */
    public TlsLimits withWaitingBytes(int value) {
        return new TlsLimits(
                handshakeTime,
                handshakeBytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                closeTime,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                value);
    }

    private TlsLimits with(Duration handshake, int bytes, Duration close) {
        return new TlsLimits(
                handshake,
                bytes,
                certificateBytes,
                certificateRequestBytes,
                messageBytes,
                chainLength,
                close,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
    }

    private TlsLimits withMessages(int certificate, int request, int message, int chain) {
        return new TlsLimits(
                handshakeTime,
                handshakeBytes,
                certificate,
                request,
                message,
                chain,
                closeTime,
                emptyRecords,
                keyUpdates,
                earlyWriteBytes,
                waitingBytes);
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

package dev.sennit.protocol.proxy.header;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import dev.sennit.transport.error.PeerViolation;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one PROXY header of either version, and nothing of what follows. Does no I/O and never waits.
 *
 * <p>Call {@link #feed} with each piece, then {@link #next}; once that has returned the header, all further bytes belong to
 * {@link #takeRest}.
 *
 * <p>Failures: {@link PeerViolation} for what is no header, as soon as a byte shows it; {@link LimitExceeded} for a line of
 * version 1 over 107 bytes, which is its own limit, or a header of version 2 over the limit given. A decoder that has
 * failed stays failed.
 */
public final class ProxyHeaderDecoder {
    /** The most bytes of a header of version 2 unless another limit is given: 4 KiB. */
    public static final int DEFAULT_LIMIT_BYTES = 4096;

    private static final String RULE = "PROXY protocol, section 2";

    private final ByteQueue queue = new ByteQueue();
    private final int limitBytes;
    private int scanned;
    private long steps;
    private boolean done;
    private boolean ended;
    private @Nullable ProtocolException failure;

    /** Creates a decoder with the default limit. */
    public ProxyHeaderDecoder() {
        this(DEFAULT_LIMIT_BYTES);
    }

    /** Creates a decoder with another limit on headers of version 2, in bytes, 16 or more. */
    public ProxyHeaderDecoder(int limitBytes) {
        if (limitBytes < ProxyHeaderBinary.HEAD_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 16 or more, not " + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    /**
     * Takes over all of the buffer's remaining bytes, by copying.
     *
     * @throws ProtocolException if the decoder has failed before
     * @throws IllegalStateException after {@link #end}
     */
    public void feed(ByteBuffer data) {
        refuseAfterFailure();
        if (ended) {
            throw new IllegalStateException(data.remaining() + " bytes were fed after the end");
        }
        queue.add(data);
    }

    /**
     * Returns the header, or empty if more bytes are needed or it has been returned.
     *
     * @throws ProtocolException if it cannot be accepted
     */
    public Optional<ProxyHeader> next() {
        refuseAfterFailure();
        if (done || queue.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<ProxyHeader> header = Optional.ofNullable(queue.byteAt(0) == 'P' ? text() : binary());
            done = header.isPresent();
            return header;
        } catch (ProtocolException thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /** Says that no more bytes will come. */
    public void end() {
        ended = true;
    }

    /** How many bytes are held that the header has not used. */
    public int held() {
        return queue.length();
    }

    /** Removes and returns all bytes that the header has not used. */
    public Bytes takeRest() {
        scanned = 0;
        return queue.takeAll();
    }

    /** Returns how many bytes were looked at so far, for tests of the cost. */
    long steps() {
        return steps;
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable ProxyHeader text() {
        requireStart(ProxyHeaderText.START);
        int found = queue.indexOf(ProxyHeaderText.END, scanned);
        int length = found < 0 ? queue.length() : found + ProxyHeaderText.END.length();
        steps += length - scanned;
        if (length > ProxyHeaderText.LIMIT) {
            throw new LimitExceeded("PROXY header of version 1 in bytes", ProxyHeaderText.LIMIT);
        }
        if (found < 0) {
            // The last byte may be the first half of the line's end.
            scanned = Math.max(0, length - 1);
            return null;
        }
        Bytes line = queue.take(found);
        queue.skip(ProxyHeaderText.END.length());
        return ProxyHeaderText.parse(line);
    }

    private @Nullable ProxyHeader binary() {
        requireStart(ProxyHeaderBinary.SIGNATURE);
        int length = queue.length();
        if (length <= 12) {
            return null;
        }
        int command = queue.byteAt(12) & 0xff;
        int family = length > 13 ? queue.byteAt(13) & 0xff : 0;
        int addressBytes = ProxyHeaderBinary.addressBytes(command, family);
        if (length < ProxyHeaderBinary.HEAD_BYTES) {
            return null;
        }
        int blockBytes = queue.unsignedShortAt(14);
        if (blockBytes < addressBytes) {
            throw new PeerViolation(
                    "the header's length is " + blockBytes + ", but its addresses take " + addressBytes, RULE);
        }
        if (ProxyHeaderBinary.HEAD_BYTES + blockBytes > limitBytes) {
            throw new LimitExceeded("PROXY header of version 2 in bytes", limitBytes);
        }
        if (length < ProxyHeaderBinary.HEAD_BYTES + blockBytes) {
            return null;
        }
        steps += blockBytes;
        return ProxyHeaderBinary.parse(queue.take(ProxyHeaderBinary.HEAD_BYTES + blockBytes));
    }

    private void requireStart(Bytes start) {
        int count = Math.min(start.length(), queue.length());
        if (!queue.peek(count).equals(start.slice(0, count))) {
            throw new PeerViolation(
                    "the connection begins with '" + queue.peek(count) + "', not with a PROXY header", RULE);
        }
        steps++;
    }
}

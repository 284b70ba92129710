package dev.sennit.protocol.frame;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.transport.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into messages, each of which has its length in front.
 *
 * <p>A message longer than the limit is a {@link dev.sennit.transport.error.LimitExceededException} as soon as its length has come.
 * There are no other faults. The decoder remembers nothing from one call to the next.
 */
public final class LengthPrefixDecoder implements Decoder<Bytes> {
    /** The limit on a message without its prefix unless another is given: 65,536 bytes. */
    public static final int DEFAULT_LIMIT_BYTES = 65_536;

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final LengthPrefix prefix;
    private final Limit limit;

    /** Creates a decoder of messages of up to 65,536 bytes. */
    public LengthPrefixDecoder(LengthPrefix prefix) {
        this(prefix, DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a decoder.
     *
     * @param limitBytes the longest message allowed, without its prefix, 0 to 2,147,483,639
     */
    public LengthPrefixDecoder(LengthPrefix prefix, int limitBytes) {
        if (limitBytes < 0 || limitBytes > MOST_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 0 to " + MOST_BYTES + ", not " + limitBytes);
        }
        this.prefix = prefix;
        this.limit = new Limit("message length in bytes", limitBytes);
    }

    /** Takes the next message, without its prefix. */
    @Override
    public @Nullable Bytes decode(DecoderInput input) {
        if (!input.has(prefix.size())) {
            return null;
        }
        long length = input.numberAt(0, prefix.size(), prefix.order());
        limit.check(length);
        if (!input.has(prefix.size() + (int) length)) {
            return null;
        }
        input.skip(prefix.size());
        return input.take((int) length);
    }
}

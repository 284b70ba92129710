package dev.sennit.protocol.frame;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into the contents of netstrings: {@code 5:hello,}.
 *
 * <pre>
 *   length in decimal digits, without zeros in front    ":"    so many bytes    ","
 * </pre>
 *
 * <p>Failures: {@link PeerViolationException} for what is no netstring, as soon as a byte shows it;
 * {@link dev.sennit.transport.error.LimitExceededException} as soon as the length is over the limit. The decoder remembers nothing
 * from one call to the next.
 */
public final class NetstringDecoder implements Decoder<Bytes> {
    /** The limit on the content unless another is given: 65,536 bytes. */
    public static final int DEFAULT_LIMIT_BYTES = 65_536;

    private static final int MOST_BYTES = 1_000_000_000;
    private static final String RULE = "netstrings, section 2";
    private static final Bytes COMMA = Bytes.ascii(",");

    private final Limit limit;

    /** Creates a decoder of netstrings with up to 65,536 bytes of content. */
    public NetstringDecoder() {
        this(DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a decoder.
     *
     * @param limitBytes the longest content allowed, 0 to 1,000,000,000
     */
    public NetstringDecoder(int limitBytes) {
        if (limitBytes < 0 || limitBytes > MOST_BYTES) {
            throw new IllegalArgumentException("limitBytes must be 0 to " + MOST_BYTES + ", not " + limitBytes);
        }
        this.limit = new Limit("netstring length in bytes", limitBytes);
    }

    /** Returns the netstring with this content. */
    public static Bytes encode(Bytes content) {
        return Bytes.concat(Bytes.ascii(content.length() + ":"), content, COMMA);
    }

    /** Takes the content of the next netstring. */
    @Override
    public @Nullable Bytes decode(DecoderInput input) {
        int colon = 0;
        long length = 0;
        while (input.has(colon + 1) && input.byteAt(colon) != ':') {
            length = length * 10 + digit(input, colon);
            limit.check(length);
            colon++;
        }
        if (!input.has(colon + 1)) {
            return null;
        }
        if (colon == 0) {
            throw new PeerViolationException("a netstring has no length before its ':'", RULE);
        }
        int comma = colon + 1 + (int) length;
        if (!input.has(comma + 1)) {
            return null;
        }
        if (input.byteAt(comma) != ',') {
            throw new PeerViolationException(
                    "a netstring of " + length + " bytes ends with '" + shown(input, comma) + "', not with ','", RULE);
        }
        input.skip(colon + 1);
        Bytes content = input.take((int) length);
        input.skip(1);
        return content;
    }

    private static int digit(DecoderInput input, int at) {
        int value = input.byteAt(at) - '0';
        if (value < 0 || value > 9) {
            throw new PeerViolationException(
                    "a netstring's length has '" + shown(input, at) + "', which is neither a digit nor ':'", RULE);
        }
        if (at == 1 && input.byteAt(0) == '0') {
            throw new PeerViolationException("a netstring's length begins with a zero", RULE);
        }
        return value;
    }

    private static Bytes shown(DecoderInput input, int at) {
        return Bytes.of(input.byteAt(at));
    }
}

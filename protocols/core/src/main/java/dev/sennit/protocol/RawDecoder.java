package dev.sennit.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on as they come, uncut and uncopied, up to a length: for what stands between lines or frames, of any size.
 *
 * <p>Each event is a read-only view of 1 byte or more, valid until its handler returns. A length of 0 has no events. Once
 * {@link #isDone} is true, which it is within the handler of the last event, the next bytes must be read with another
 * decoder: this one would only pile them up, and throws an {@link IllegalStateException}.
 */
public final class RawDecoder implements Decoder<ByteBuffer> {
    private long left;

    /**
     * Creates a decoder of so many bytes.
     *
     * @param length 0 or more
     */
    public RawDecoder(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must be 0 or more, not " + length);
        }
        this.left = length;
    }

    /** Creates a decoder of all bytes that come. */
    public static RawDecoder unlimited() {
        return new RawDecoder(Long.MAX_VALUE);
    }

    /** Returns how many bytes have yet to come. */
    public long left() {
        return left;
    }

    /** Whether all bytes have been returned. */
    public boolean isDone() {
        return left == 0;
    }

    @Override
    public @Nullable ByteBuffer decode(DecoderInput input) {
        if (left == 0 && input.has(1)) {
            throw new IllegalStateException(
                    "all bytes of this length were read; read what follows with another decoder");
        }
        ByteBuffer view = input.takeAvailable(left);
        left -= view.remaining();
        return view.hasRemaining() ? view : null;
    }
}

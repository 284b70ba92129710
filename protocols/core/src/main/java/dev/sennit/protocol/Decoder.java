package dev.sennit.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Takes apart what a peer sends: bytes in, events out. A decoder does no I/O and never waits.
 *
 * <p>A decoder reads from a {@link DecoderInput}, which keeps the bytes of an unfinished event. So a decoder is one method
 * and whatever state its protocol has, and how the peer's bytes were cut into pieces makes no difference to it:
 *
 * <pre>{@code
 * Decoder<Bytes> frames = input -> {
 *     if (!input.has(2)) {
 *         return null;
 *     }
 *     int length = input.unsignedShortAt(0);
 *     limit.check(length);
 *     if (!input.has(2 + length)) {
 *         return null;
 *     }
 *     input.skip(2);
 *     return input.take(length);
 * };
 * }</pre>
 *
 * <p>Rules, to which {@code dev.sennit.protocol.contract.DecoderContract} holds an implementation:
 *
 * <ul>
 *   <li>{@code decode} takes the bytes of the event that it returns, and no others. Where it returns null it takes none.
 *   <li>An event is returned as soon as its last byte is there, and an error thrown as soon as one byte shows it.
 *   <li>An event that never ends is refused by a {@link Limit}, before memory is spent on it.
 *   <li>The only exception is a {@link dev.sennit.transport.error.ProtocolException}. The decoder is not used after it.
 * </ul>
 *
 * <p>One decoder may read from the input with another's help, by passing the input on: a decoder of mail reads lines with
 * a {@link dev.sennit.protocol.line.LineDecoder}. A decoder has one owner, one thread at a time, and one input.
 *
 * @param <E> the events: values, sealed where there are several kinds, or a view of bytes that is valid until the input
 *     is used again
 */
@FunctionalInterface
public interface Decoder<E> {
    /**
     * Takes the next event from the front of the input.
     *
     * @return the event; null if it needs more bytes than the input has, or if there are no more events
     * @throws dev.sennit.transport.error.PeerViolationException if the bytes break the rules of the protocol
     * @throws dev.sennit.transport.error.PeerUnsupportedException if the bytes ask for what is legal, but not spoken here
     * @throws dev.sennit.transport.error.LimitExceededException if the event is longer than the limit
     */
    @Nullable
    E decode(DecoderInput input);

    /**
     * Takes the next event, after the last byte of the input has come. By default as {@link #decode}: bytes that are no
     * whole event stay in the input.
     *
     * @return the event; null if there are no more
     */
    default @Nullable E decodeLast(DecoderInput input) {
        return decode(input);
    }
}

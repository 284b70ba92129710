/**
 * What every protocol is built on: bytes in, events out.
 *
 * <p>To write a protocol, write its {@link dev.sennit.protocol.Decoder} first. It is one method that takes the next event
 * from a {@link dev.sennit.protocol.DecoderInput}, which knows of pieces, searches, numbers and what is left over. A
 * {@link dev.sennit.protocol.Limit} stands on everything whose length the peer chooses.
 *
 * <p>Then write the protocol: extend {@link dev.sennit.protocol.EventReceiver}, or hold a
 * {@link dev.sennit.protocol.DecodedInput} where there is more to do than that. Either lets a protocol stop in the middle of
 * what has arrived, change decoders at any byte, and hand the rest to another protocol or to a layer.
 * {@link dev.sennit.protocol.RawDecoder} is for the bytes between messages. A layer's handshake uses a {@code DecoderInput}
 * directly.
 *
 * <p>Framings that many protocols share: {@code dev.sennit.protocol.line} and {@code dev.sennit.protocol.frame}.
 */
@NullMarked
package dev.sennit.protocol;

import org.jspecify.annotations.NullMarked;

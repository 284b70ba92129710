/**
 * Framings that give the length of each message in front of it.
 *
 * <p>{@link dev.sennit.protocol.frame.LengthPrefix} is a number of 1, 2 or 4 bytes, which
 * {@link dev.sennit.protocol.frame.LengthPrefixDecoder} reads. A netstring, which
 * {@link dev.sennit.protocol.frame.NetstringDecoder} reads, has its length in decimal digits.
 */
@NullMarked
package dev.sennit.protocol.frame;

import org.jspecify.annotations.NullMarked;

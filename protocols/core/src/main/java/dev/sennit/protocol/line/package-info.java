/**
 * Protocols made of lines.
 *
 * <p>{@link dev.sennit.protocol.line.LineDecoder} cuts bytes into lines and does nothing else: use one wherever lines are
 * part of something larger. {@link dev.sennit.protocol.line.LineReceiver} is a protocol around it, to extend.
 * {@link dev.sennit.protocol.line.LineEnd} says what ends a line of text, {@link dev.sennit.protocol.line.LastLine} what
 * becomes of bytes behind the last line end.
 */
@NullMarked
package dev.sennit.protocol.line;

import org.jspecify.annotations.NullMarked;

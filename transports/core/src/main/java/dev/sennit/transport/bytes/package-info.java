/**
 * Bytes as values and as a queue.
 *
 * <p>{@link dev.sennit.transport.bytes.Bytes} is an immutable run of bytes, to keep, compare and send;
 * {@link dev.sennit.transport.bytes.ByteQueue} gathers what arrives in pieces until a decoder can use it. A buffer that was
 * only lent becomes one's own by {@code Bytes.copyOf(buffer)} or {@code queue.add(buffer)}.
 */
@NullMarked
package dev.sennit.transport.bytes;

import org.jspecify.annotations.NullMarked;

/** Bytes as values ({@code Bytes}) and as a queue ({@code ByteQueue}). */
@NullMarked
package dev.sennit.transport.bytes;

import org.jspecify.annotations.NullMarked;

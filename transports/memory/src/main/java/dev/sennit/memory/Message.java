package dev.sennit.memory;

import dev.sennit.transport.bytes.Bytes;

/** What one end of a memory connection tells the other. */
sealed interface Message {
    /** Bytes, within the window that the receiver has granted. */
    record Data(Bytes bytes) implements Message {}

    /** No more data comes. */
    record End() implements Message {}

    /** The connection is over, whatever was on its way. */
    record Reset() implements Message {}

    /** The receiver has room again for this many bytes. */
    record Credit(int bytes) implements Message {}
}

package dev.sennit.transport.memory;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lends bytes to a protocol for one call, and spoils them afterwards: who kept the buffer finds out. */
final class LentBuffer {
    private static final byte POISON = (byte) 0xDD;

    private LentBuffer() {}

    static void deliver(Bytes bytes, Protocol receiver) {
        byte[] lent = bytes.toByteArray();
        try {
            receiver.dataReceived(ByteBuffer.wrap(lent).asReadOnlyBuffer());
        } finally {
            Arrays.fill(lent, POISON);
        }
    }
}

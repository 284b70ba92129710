package dev.sennit.memory;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Delivers bytes in a buffer that is valid for one call. The buffer is overwritten when the call returns, so a protocol that
 * keeps it fails its tests.
 */
public final class LentBuffer {
    private static final byte POISON = (byte) 0xDD;

    private LentBuffer() {}

    /** Calls {@link Protocol#dataReceived} with a copy of these bytes, and overwrites the copy when the call returns or throws. */
    public static void deliver(Bytes bytes, Protocol receiver) {
        byte[] lent = bytes.toByteArray();
        try {
            receiver.dataReceived(ByteBuffer.wrap(lent).asReadOnlyBuffer());
        } finally {
            Arrays.fill(lent, POISON);
        }
    }
}

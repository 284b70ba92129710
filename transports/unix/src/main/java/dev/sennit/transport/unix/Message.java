package dev.sennit.transport.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory for one call of one thread: for bytes from the heap, and for a message with descriptors (recvmsg(2),
 * cmsg(3)):
 *
 * <pre>
 *   0    msghdr   name 8 | length 4 (+4) | iov 8 | iov count 8 | control 8 | control length 8 | flags 4 (+4)
 *   56   iovec    base 8 | length 8, twice
 *   88   cmsghdr  length 8 | level 4 | type 4 | descriptors 4 each
 *   1120 bytes
 * </pre>
 */
final class Message {
    /** The most bytes from the heap in one call. */
    static final int DATA_BYTES = 64 * 1024;

    private static final int IOV = 56;
    private static final int CONTROL = 88;
    private static final int CONTROL_HEADER = 16;
    private static final int CONTROL_BYTES = CONTROL_HEADER + 4 * FileDescriptors.MOST_AT_ONCE + 4;
    private static final int DATA = 1120;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 8;

    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(DATA + DATA_BYTES).order(ByteOrder.nativeOrder());
    private final long start = Libc.address(memory);

    /** Copies bytes to native memory, at most {@link #DATA_BYTES}, without taking them; answers where they are. */
    long copy(ByteBuffer heap, int count) {
        memory.put(DATA, heap, heap.position(), count);
        return start + DATA;
    }

    /** Sends from one or two places in one call. */
    long send(int socket, long first, int firstCount, long second, int secondCount) {
        prepare(first, firstCount, 0);
        memory.putLong(IOV + 16, second).putLong(IOV + 24, secondCount).putLong(24, secondCount == 0 ? 1 : 2);
        return Libc.sendMessage(socket, start);
    }

    /** Sends bytes with descriptors. */
    long send(int socket, long from, int count, List<Descriptor> descriptors) {
        int length = CONTROL_HEADER + 4 * descriptors.size();
        prepare(from, count, (length + 7) & ~7);
        memory.putLong(CONTROL, length).putInt(CONTROL + 8, Libc.SOL_SOCKET).putInt(CONTROL + 12, SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            memory.putInt(CONTROL + CONTROL_HEADER + 4 * i, descriptors.get(i).number());
        }
        return Libc.sendMessage(socket, start);
    }

    /** Receives bytes; descriptors that came with them are added to the list. */
    long receive(int socket, long to, int count, List<Descriptor> descriptors) throws IOException {
        prepare(to, count, CONTROL_BYTES);
        long received = Libc.receiveMessage(socket, start);
        if (received >= 0 && memory.getLong(40) >= CONTROL_HEADER) {
            descriptors.addAll(descriptorsReceived());
        }
        // Also where not one found room, and so there is no header.
        if (received >= 0 && (memory.getInt(48) & MSG_CTRUNC) != 0) {
            throw new IOException("the system could not hand over all descriptors that the peer sent");
        }
        return received;
    }

    private List<Descriptor> descriptorsReceived() {
        List<Descriptor> received = new ArrayList<>();
        long controlEnd = CONTROL + Math.min(memory.getLong(40), CONTROL_BYTES);
        long length = memory.getLong(CONTROL);
        boolean passed = memory.getInt(CONTROL + 8) == Libc.SOL_SOCKET && memory.getInt(CONTROL + 12) == SCM_RIGHTS;
        long end = Math.min(CONTROL + length, controlEnd);
        for (int at = CONTROL + CONTROL_HEADER; passed && at + 4 <= end; at += 4) {
            received.add(Descriptor.owning(memory.getInt(at)));
        }
        return received;
    }

    private void prepare(long at, int count, int controlBytes) {
        memory.putLong(0, 0).putLong(8, 0).putLong(16, start + IOV).putLong(24, 1);
        memory.putLong(32, controlBytes == 0 ? 0 : start + CONTROL)
                .putLong(40, controlBytes)
                .putLong(48, 0);
        memory.putLong(IOV, at).putLong(IOV + 8, count);
    }
}

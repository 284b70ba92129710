package dev.sennit.transport.unix;

import dev.sennit.transport.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Native memory for the calls of one datagram socket, and the names that it has met (sendmsg(2), recvmsg(2)):
 *
 * <pre>
 *   0    msghdr   name 8 | length 4 (+4) | iov 8 | iov count 8 | control 8 | control length 8 | flags 4 (+4)
 *   56   iovec    base 8 | length 8
 *   72 bytes
 * </pre>
 */
final class DatagramMessage {
    private static final int IOV = 56;
    private static final int BYTES = 72;
    /** Names of receivers that are kept ready. */
    private static final int NAMES_KEPT = 64;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    private final long start = Libc.address(memory);
    private final ByteBuffer name =
            ByteBuffer.allocateDirect(SocketNames.MOST_BYTES).order(ByteOrder.nativeOrder());
    private final long nameStart = Libc.address(name);
    private final Map<UnixAddress, SocketNames.Written> names = new HashMap<>();
    // The last sender is often the next.
    private final ByteBuffer lastName = ByteBuffer.allocate(SocketNames.MOST_BYTES);
    private UnixAddress lastSender = UnixAddress.UNNAMED;

    /** Sends a datagram to this name, or to the peer. */
    long send(int socket, long from, int count, @Nullable UnixAddress to) throws IOException {
        prepare(from, count);
        if (to == null) {
            memory.putLong(0, 0).putInt(8, 0);
        } else {
            SocketNames.Written written = written(to);
            memory.putLong(0, written.address()).putInt(8, written.length());
        }
        return Libc.sendMessage(socket, start);
    }

    /** Receives a datagram; answers how long it was, which may be longer than there was room for. */
    long receive(int socket, long to, int count) {
        prepare(to, count);
        memory.putLong(0, nameStart).putInt(8, SocketNames.MOST_BYTES);
        return Libc.receiveDatagram(socket, start);
    }

    /** Who sent what was received last; unnamed if no address could be made of the name. */
    UnixAddress sender() {
        int length = Math.min(memory.getInt(8), SocketNames.MOST_BYTES);
        if (length <= 2) {
            return UnixAddress.UNNAMED;
        }
        name.limit(length).position(0);
        if (!name.equals(lastName.flip())) {
            lastName.clear().put(name).flip();
            lastSender = SocketNames.sender(name, length);
        }
        lastName.position(lastName.limit());
        return lastSender;
    }

    private SocketNames.Written written(UnixAddress to) throws IOException {
        SocketNames.Written known = names.get(to);
        if (known == null) {
            if (names.size() == NAMES_KEPT) {
                names.clear();
            }
            known = SocketNames.of(to);
            names.put(to, known);
        }
        return known;
    }

    private void prepare(long at, int count) {
        memory.putLong(16, start + IOV)
                .putLong(24, 1)
                .putLong(32, 0)
                .putLong(40, 0)
                .putLong(48, 0);
        memory.putLong(IOV, at).putLong(IOV + 8, count);
    }
}

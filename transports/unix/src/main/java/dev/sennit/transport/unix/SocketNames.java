package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UnixAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of sockets as the system writes them (unix(7), ip(7), ipv6(7)):
 *
 * <pre>
 *   family 2 | path ... NUL                    a path
 *   family 2 | NUL | name ...                  an abstract name, as long as the length says
 *   family 2                                   none; to bind(2), any free abstract name
 *   family 2 | port 2 | IPv4 4
 *   family 2 | port 2 | flow 4 | IPv6 16 | scope 4
 * </pre>
 */
final class SocketNames {
    static final int MOST_BYTES = 128;
    static final int MOST_NAME_BYTES = 107;
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    /** A name ready for a call. */
    record Written(ByteBuffer bytes) {
        long address() {
            return Libc.address(bytes);
        }

        int length() {
            return bytes.limit();
        }
    }

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(
            () -> new Room(ByteBuffer.allocateDirect(MOST_BYTES + 4).order(ByteOrder.nativeOrder())));

    private SocketNames() {}

    static Written ofPath(Path path) throws IOException {
        return written(path.toString().getBytes(FILE_NAMES), 0, 1);
    }

    static Written of(UnixAddress address) throws IOException {
        if (!address.isAbstract()) {
            return ofPath(path(address));
        }
        byte[] name = bytes(address);
        return name.length == 0 ? new Written(begun(2).flip()) : written(name, 1, 0);
    }

    /** The path of an address that has one. */
    static Path path(UnixAddress address) throws IOException {
        try {
            return address.path();
        } catch (InvalidPathException failure) {
            throw notWritable(failure);
        }
    }

    /** An abstract name as it is, never with something in the place of what UTF-8 cannot write. */
    private static byte[] bytes(UnixAddress address) throws IOException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(address.name(), 1, address.name().length()));
            byte[] name = new byte[encoded.remaining()];
            encoded.get(name);
            return name;
        } catch (CharacterCodingException failure) {
            throw notWritable(failure);
        }
    }

    private static IOException notWritable(Exception cause) {
        return new IOException("the name has characters that cannot be written as the system's bytes", cause);
    }

    private static Written written(byte[] name, int zerosBefore, int zerosAfter) throws IOException {
        if (name.length > MOST_NAME_BYTES) {
            String what = zerosBefore == 0 ? "path" : "name";
            throw new IOException(
                    "the " + what + " is too long: " + name.length + " bytes, and at most " + MOST_NAME_BYTES + " fit");
        }
        ByteBuffer bytes = begun(2 + zerosBefore + name.length + zerosAfter);
        bytes.position(bytes.position() + zerosBefore);
        bytes.put(name);
        bytes.position(bytes.position() + zerosAfter);
        return new Written(bytes.flip());
    }

    private static ByteBuffer begun(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder()).putShort((short) Libc.UNIX);
    }

    static Written of(TcpAddress address) {
        byte[] ip = address.ip().getAddress();
        boolean four = ip.length == 4;
        ByteBuffer bytes = ByteBuffer.allocateDirect(four ? 16 : 28).order(ByteOrder.nativeOrder());
        bytes.putShort((short) (four ? Libc.IPV4 : Libc.IPV6));
        bytes.put((byte) (address.port() >> 8)).put((byte) address.port());
        if (four) {
            bytes.put(ip);
        } else {
            bytes.putInt(0).put(ip).putInt(((Inet6Address) address.ip()).getScopeId());
        }
        return new Written(bytes.rewind());
    }

    /** The name of a socket, or of its peer. */
    static Address read(int socket, boolean ofPeer) throws IOException {
        Room room = room();
        Libc.check(Libc.name(socket, ofPeer, room.address(), room.lengthAddress()));
        return room.read();
    }

    /** Returns this thread's room for a name that the system is to write; until the next one is asked for. */
    static Room room() {
        Room room = ROOM.get();
        room.bytes.putInt(MOST_BYTES, MOST_BYTES);
        return room;
    }

    /** Room for a name, and behind it for its length. */
    record Room(ByteBuffer bytes) {
        long address() {
            return Libc.address(bytes);
        }

        long lengthAddress() {
            return address() + MOST_BYTES;
        }

        /** Reads the name that the system has written. */
        Address read() throws IOException {
            int length = Math.min(bytes.getInt(MOST_BYTES), MOST_BYTES);
            int family = length < 2 ? Libc.UNIX : bytes.getShort(0);
            return switch (family) {
                case Libc.UNIX -> unix(bytes, length);
                case Libc.IPV4 -> tcp(bytes, 4, 4, 0);
                case Libc.IPV6 -> tcp(bytes, 8, 16, bytes.getInt(24));
                default ->
                    throw new IOException("it is of the address family " + family
                            + "; only Unix (1), IPv4 (2) and IPv6 (10) are known here");
            };
        }
    }

    /** A Unix name that the system wrote to the buffer's beginning, of this length. */
    static UnixAddress unix(ByteBuffer bytes, int length) {
        if (length <= 2) {
            return UnixAddress.UNNAMED;
        }
        byte[] name = new byte[length - 2];
        bytes.get(2, name);
        if (name[0] == 0) {
            return new UnixAddress("@" + new String(name, 1, name.length - 1, StandardCharsets.UTF_8));
        }
        String path = new String(name, FILE_NAMES);
        int end = path.indexOf('\0');
        String whole = end < 0 ? path : path.substring(0, end);
        return new UnixAddress(whole.startsWith("@") ? "./" + whole : whole);
    }

    /**
     * The name of a datagram's sender, written as for {@link #unix}: to be answered, so unnamed if its bytes are not those of
     * any address. To read them otherwise would be to answer to somebody else.
     */
    static UnixAddress sender(ByteBuffer bytes, int length) {
        if (length <= 2 || (length == 3 && bytes.get(2) == 0)) {
            return UnixAddress.UNNAMED;
        }
        boolean named = bytes.get(2) == 0;
        Charset charset = named ? StandardCharsets.UTF_8 : FILE_NAMES;
        int begin = named ? 3 : 2;
        try {
            // Malformed bytes are an exception here, not a replacement.
            charset.newDecoder().decode(bytes.duplicate().limit(length).position(begin));
            return unix(bytes, length);
        } catch (CharacterCodingException unreadable) {
            return UnixAddress.UNNAMED;
        }
    }

    private static TcpAddress tcp(ByteBuffer bytes, int at, int length, int scope) throws IOException {
        byte[] ip = new byte[length];
        bytes.get(at, ip);
        int port = (bytes.get(2) & 0xff) << 8 | (bytes.get(3) & 0xff);
        return new TcpAddress(
                scope == 0 ? InetAddress.getByAddress(ip) : Inet6Address.getByAddress(null, ip, scope), port);
    }
}

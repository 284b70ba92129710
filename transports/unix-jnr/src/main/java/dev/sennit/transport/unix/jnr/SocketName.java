package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import jnr.constants.platform.AddressFamily;

/**
 * A name of a socket as the system writes it, ready for a call. On Linux (unix(7)) and on the BSDs and macOS (unix(4)):
 *
 * <pre>
 *   family 2              | path ... NUL            a path
 *   family 2              | NUL | name ...          an abstract name, as long as the length says
 *   family 2                                        none; to bind(2), any free abstract name
 *   length 1 | family 1   | path ... NUL            a path, on the BSDs
 * </pre>
 *
 * <p>This class replaces the addresses of jnr-unixsocket: version 0.39.9 passes as many bytes of a name as it has characters.
 *
 * @param bytes in native memory, from the first to the limit
 */
record SocketName(ByteBuffer bytes) {
    /** Room for every name that the system writes. */
    static final int ROOM_BYTES = 256;
    /** The longest path: sockaddr_un holds 108 bytes on Linux and 104 elsewhere, with the NUL. */
    static final int MOST_PATH_BYTES = Host.LINUX ? 107 : 103;

    private static final int HEADER_BYTES = 2;
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    static SocketName of(UnixAddress address) throws IOException {
        if (!address.isAbstract()) {
            return ofPath(path(address));
        }
        if (!Host.LINUX) {
            throw new IOException("abstract names are Linux's alone");
        }
        byte[] name = abstractName(address);
        return name.length == 0 ? new SocketName(begun(HEADER_BYTES).flip()) : written("name", name, 1, 0);
    }

    static SocketName ofPath(Path path) throws IOException {
        return written("path", path.toString().getBytes(FILE_NAMES), 0, 1);
    }

    /** The path of an address that has one. */
    static Path path(UnixAddress address) throws IOException {
        try {
            return address.path();
        } catch (InvalidPathException failure) {
            throw notWritable(failure);
        }
    }

    /** How many bytes the name has for the system. */
    int length() {
        return bytes.limit();
    }

    /** The bytes of a path alone, with the NUL at its end. */
    ByteBuffer path() {
        return bytes.duplicate().position(HEADER_BYTES);
    }

    /** Returns the name of a socket. */
    static UnixAddress ofSocket(int socket) throws IOException {
        return asked(Libc.CALLS::getsockname, socket);
    }

    /** Returns the name of a socket's peer. */
    static UnixAddress ofPeer(int socket) throws IOException {
        return asked(Libc.CALLS::getpeername, socket);
    }

    private interface Question {
        int ask(int socket, ByteBuffer name, ByteBuffer length);
    }

    private static UnixAddress asked(Question question, int socket) throws IOException {
        ByteBuffer name = Libc.memory(ROOM_BYTES);
        ByteBuffer length = Libc.memory(4).putInt(0, ROOM_BYTES);
        Libc.check(question.ask(socket, name, length));
        return read(name, length.getInt(0));
    }

    /**
     * Reads a name that the system has written at the start of the buffer. Returns the unnamed address if the bytes are not text:
     * any other address would be that of another socket.
     *
     * @param length as the system returns it
     */
    static UnixAddress read(ByteBuffer name, int length) {
        int end = Math.min(length, ROOM_BYTES);
        boolean named = end > HEADER_BYTES + 1 && name.get(HEADER_BYTES) == 0 && Host.LINUX;
        int begin = named ? HEADER_BYTES + 1 : HEADER_BYTES;
        if (!named) {
            end = pathEnd(name, end);
        }
        if (end <= begin) {
            return UnixAddress.UNNAMED;
        }
        try {
            Charset charset = named ? StandardCharsets.UTF_8 : FILE_NAMES;
            String text = charset.newDecoder()
                    .decode(name.duplicate().limit(end).position(begin))
                    .toString();
            return new UnixAddress(named ? "@" + text : text.startsWith("@") ? "./" + text : text);
        } catch (CharacterCodingException unreadable) {
            return UnixAddress.UNNAMED;
        }
    }

    /** Returns where a path ends. The BSDs return the length of the whole structure, not of the path. */
    private static int pathEnd(ByteBuffer name, int end) {
        for (int at = HEADER_BYTES; at < end; at++) {
            if (name.get(at) == 0) {
                return at;
            }
        }
        return end;
    }

    /** Returns the bytes of an abstract name. Throws if UTF-8 cannot write it. */
    private static byte[] abstractName(UnixAddress address) throws IOException {
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

    private static SocketName written(String what, byte[] name, int zerosBefore, int zerosAfter) throws IOException {
        if (name.length > MOST_PATH_BYTES) {
            throw new IOException(
                    "the " + what + " is too long: " + name.length + " bytes, and at most " + MOST_PATH_BYTES + " fit");
        }
        ByteBuffer bytes = begun(HEADER_BYTES + zerosBefore + name.length + zerosAfter);
        bytes.position(bytes.position() + zerosBefore);
        bytes.put(name);
        bytes.position(bytes.position() + zerosAfter);
        return new SocketName(bytes.flip());
    }

    private static ByteBuffer begun(int length) {
        int family = AddressFamily.AF_UNIX.intValue();
        ByteBuffer bytes = Libc.memory(length);
        return Host.LINUX
                ? bytes.putShort((short) family)
                : bytes.put((byte) length).put((byte) family);
    }
}

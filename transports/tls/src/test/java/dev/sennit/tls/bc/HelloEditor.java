package dev.sennit.tls.bc;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A ClientHello or ServerHello, or a message of nothing but extensions, taken apart to be changed. */
final class HelloEditor {
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int ENCRYPTED_EXTENSIONS = 8;

    private static final int RANDOM_BYTES = 32;

    final int type;
    byte[] version = {};
    byte[] random = {};
    byte[] sessionId = {};
    byte[] suites = {};
    byte[] compression = {};
    final Map<Integer, byte[]> extensions = new LinkedHashMap<>();

    HelloEditor(byte[] message) {
        ByteBuffer from = ByteBuffer.wrap(message);
        type = from.get();
        from.position(4);
        if (type != ENCRYPTED_EXTENSIONS) {
            version = take(from, 2);
            random = take(from, RANDOM_BYTES);
            sessionId = take(from, from.get() & 0xFF);
            suites = take(from, type == CLIENT_HELLO ? from.getShort() & 0xFFFF : 2);
            compression = take(from, type == CLIENT_HELLO ? from.get() & 0xFF : 1);
        }
        from.getShort();
        while (from.hasRemaining()) {
            int extension = from.getShort() & 0xFFFF;
            extensions.put(extension, take(from, from.getShort() & 0xFFFF));
        }
    }

    /** The data of an extension that is there. */
    byte[] data(int extension) {
        byte[] data = extensions.get(extension);
        if (data == null) {
            throw new AssertionError("there is no extension " + extension);
        }
        return data;
    }

    byte[] message() {
        ByteBuffer to = ByteBuffer.allocate(1 << 16);
        to.putInt(0);
        if (type != ENCRYPTED_EXTENSIONS) {
            to.put(version).put(random).put((byte) sessionId.length).put(sessionId);
            if (type == CLIENT_HELLO) {
                to.putShort((short) suites.length);
            }
            to.put(suites);
            if (type == CLIENT_HELLO) {
                to.put((byte) compression.length);
            }
            to.put(compression);
        }
        int lengthAt = to.position();
        to.putShort((short) 0);
        extensions.forEach((extension, data) -> to.putShort(extension.shortValue())
                .putShort((short) data.length)
                .put(data));
        to.putShort(lengthAt, (short) (to.position() - lengthAt - 2));
        to.putInt(0, (type << 24) | (to.position() - 4));
        return take(to.flip(), to.remaining());
    }

    private static byte[] take(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }
}

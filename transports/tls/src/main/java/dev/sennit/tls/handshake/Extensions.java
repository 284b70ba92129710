package dev.sennit.tls.handshake;

import dev.sennit.tls.engine.Alerts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.tls.ExtensionType;
import org.jspecify.annotations.Nullable;

/** An extension block (RFC 8446, section 4.2): each type at most once. */
final class Extensions {

    private final String message;
    private final Map<Integer, byte[]> byType = new LinkedHashMap<>();

    private Extensions(String message) {
        this.message = message;
    }

    /** Reads a block whose length stands in two bytes. */
    static Extensions read(String message, FieldReader from) {
        Extensions read = new Extensions(message);
        FieldReader block = from.vector16(0);
        while (block.hasMore()) {
            int type = block.uint16();
            byte[] data = block.vector16(0).rest();
            if (read.byType.put(type, data) != null) {
                throw Alerts.illegalParameter(message + " has the extension " + name(type) + " twice (RFC 8446, 4.2)");
            }
        }
        return read;
    }

    /** A message without a block. */
    static Extensions none(String message) {
        return new Extensions(message);
    }

    boolean has(int type) {
        return byType.containsKey(type);
    }

    Set<Integer> types() {
        return byType.keySet();
    }

    byte @Nullable [] data(int type) {
        return byType.get(type);
    }

    /** The fields of an extension that is there. */
    FieldReader fields(int type) {
        byte[] data = byType.get(type);
        byte[] there = data == null ? new byte[0] : data;
        return new FieldReader("the extension " + name(type) + " of " + message, there, 0, there.length);
    }

    /** Refuses what nobody asked for (RFC 8446, section 4.2; RFC 5246, section 7.4.1.4). */
    void requireRequested(Set<Integer> requested) {
        for (int type : types()) {
            if (!requested.contains(type)) {
                throw Alerts.violation(
                        Alerts.UNSUPPORTED_EXTENSION,
                        message + " has the extension " + name(type) + ", which was not asked for");
            }
        }
    }

    /** Refuses a message without an extension that it must have. */
    void require(int type, String rule) {
        if (!has(type)) {
            throw Alerts.violation(
                    Alerts.MISSING_EXTENSION,
                    message + " lacks the extension " + name(type) + " (RFC 8446, " + rule + ")");
        }
    }

    static String name(int type) {
        String name = ExtensionType.getName(type);
        return name.equals("UNKNOWN") ? "number " + type : name;
    }
}

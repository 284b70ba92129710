package dev.sennit.socks;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.util.List;

/**
 * The ways to log in that a SOCKS 5 client offers (RFC 1928, section 3).
 *
 * <pre>
 *   +---+----------+-------------+
 *   | 5 | NMETHODS | METHODS ... |
 *   +---+----------+-------------+
 *     1      1       1 to 255
 * </pre>
 *
 * @param methods 1 to 255 numbers, as in {@link SocksMethod}
 */
public record Socks5Greeting(List<Integer> methods) implements SocksMessage {
    /** Keeps its own copy of the list; checks the ranges. */
    public Socks5Greeting {
        methods = List.copyOf(methods);
        if (methods.isEmpty() || methods.size() > 255) {
            throw new IllegalArgumentException("a greeting has 1 to 255 methods, not " + methods.size());
        }
        methods.forEach(method -> Octets.requireOne("a method", method));
    }

    @Override
    public Bytes encode() {
        ByteQueue out = new ByteQueue();
        out.add((byte) 5);
        out.add((byte) methods.size());
        methods.forEach(method -> out.add(method.byteValue()));
        return out.takeAll();
    }
}

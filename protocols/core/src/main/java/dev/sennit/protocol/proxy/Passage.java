package dev.sennit.protocol.proxy;

import dev.sennit.transport.HandshakeTimeout;

/**
 * What a client asks of a proxy: a way to a place, within some time.
 *
 * @param target where to
 * @param proxy what the proxy is called in messages, such as {@code socks5 proxy localhost:1080}; empty for its kind and
 *     its address
 * @param limit how long the handshake may take
 */
public record Passage(Destination target, String proxy, HandshakeTimeout limit) {
    /** A way to this place, within 30 s. */
    public static Passage to(Destination target) {
        return new Passage(target, "", HandshakeTimeout.DEFAULT);
    }

    /** The same, with another name for the proxy in messages. */
    public Passage by(String value) {
        return new Passage(target, value, limit);
    }

    /** The same, within another time. */
    public Passage within(HandshakeTimeout value) {
        return new Passage(target, proxy, value);
    }
}

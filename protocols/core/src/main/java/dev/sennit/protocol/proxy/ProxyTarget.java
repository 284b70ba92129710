package dev.sennit.protocol.proxy;

import dev.sennit.transport.spi.HandshakeTimeout;

/**
 * What a client asks of a proxy: a connection to a destination, within some time.
 *
 * @param destination where the connection leads
 * @param proxy the name of the proxy in messages, such as {@code socks5 proxy localhost:1080}; empty for its kind and its
 *     address
 * @param timeout how long the handshake may take
 */
public record ProxyTarget(Destination destination, String proxy, HandshakeTimeout timeout) {
    /** Returns a target that is to be reached within 30 s. */
    public static ProxyTarget of(Destination destination) {
        return new ProxyTarget(destination, "", HandshakeTimeout.DEFAULT);
    }

    /** Returns the same with another name for the proxy in messages. */
    public ProxyTarget by(String value) {
        return new ProxyTarget(destination, value, timeout);
    }

    /** Returns the same with another timeout. */
    public ProxyTarget within(HandshakeTimeout value) {
        return new ProxyTarget(destination, proxy, value);
    }
}

package dev.sennit.transport;

/** What can be set on an open TCP connection; a {@linkplain Transport#feature feature}. Called on the loop. */
public interface TcpSocket {
    /** Whether small writes leave at once (TCP_NODELAY, RFC 9293 section 3.7.4). */
    void noDelay(boolean on);

    /** Whether the system probes an idle peer (SO_KEEPALIVE, RFC 9293 section 3.8.4). */
    void keepAlive(boolean on);
}

package dev.sennit.socks;

/** What a {@link SocksDecoder} waits for. */
public enum SocksPart {
    /** From a client, first: a {@link Socks4Request} or a {@link Socks5Greeting}, as its first byte says. */
    OPENING,
    /** From a client: a {@link SocksLogin}. */
    LOGIN,
    /** From a client: a {@link Socks5Request}. */
    REQUEST,
    /** From a server: a {@link Socks4Reply}. */
    REPLY_4,
    /** From a server: a {@link Socks5Choice}. */
    CHOICE,
    /** From a server: a {@link SocksLoginStatus}. */
    LOGIN_STATUS,
    /** From a server: a {@link Socks5Reply}. */
    REPLY,
    /** Nothing: all that follows belongs to whatever the way was opened for. */
    STREAM
}

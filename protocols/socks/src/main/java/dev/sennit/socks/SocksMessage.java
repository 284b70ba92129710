package dev.sennit.socks;

import dev.sennit.transport.bytes.Bytes;

/** Anything that is said in SOCKS 4, 4a or 5, by either side, before the stream that it is about begins. */
public sealed interface SocksMessage
        permits Socks4Request,
                Socks4Reply,
                Socks5Greeting,
                Socks5Choice,
                SocksLogin,
                SocksLoginStatus,
                Socks5Request,
                Socks5Reply {
    /** The message as it is on the wire. */
    Bytes encode();
}

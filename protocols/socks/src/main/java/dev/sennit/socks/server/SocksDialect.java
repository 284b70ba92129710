package dev.sennit.socks.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.Socks4Reply;
import dev.sennit.socks.Socks4Status;
import dev.sennit.socks.Socks5Reply;
import dev.sennit.socks.Socks5Status;
import dev.sennit.socks.SocksMessage;
import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;

/** How each version says the same. */
enum SocksDialect {
    /** Versions 4 and 4a: IPv4 addresses, and one word for every failure. */
    FOUR,
    /** Version 5. */
    FIVE;

    private static final TcpAddress NOWHERE = TcpAddress.of("0.0.0.0", 0);

    /** Granted, with an address that the client may want to know. */
    SocksMessage granted(Address at) {
        if (this == FOUR) {
            boolean sayable = at instanceof TcpAddress tcp && tcp.ip() instanceof Inet4Address;
            return new Socks4Reply(Socks4Status.GRANTED.code(), sayable ? (TcpAddress) at : NOWHERE);
        }
        return new Socks5Reply(Socks5Status.SUCCEEDED.code(), new Destination.Ip(withoutScope(at)));
    }

    /** Refused, or failed. */
    SocksMessage refused(Socks5Status why) {
        return this == FOUR ? Socks4Reply.of(Socks4Status.REJECTED) : Socks5Reply.of(why);
    }

    private static TcpAddress withoutScope(Address at) {
        if (!(at instanceof TcpAddress tcp)) {
            return NOWHERE;
        }
        return tcp.ip() instanceof Inet6Address ip
                ? Destination.Ip.of(Bytes.copyOf(ip.getAddress()), tcp.port()).address()
                : tcp;
    }
}

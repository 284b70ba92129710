package dev.sennit.socks.server;

import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;

/** What all sessions of a server share. */
record SocksResources(SocksSettings settings, SocksDialer dialer, NameLookups lookups, LoginThrottle logins) {
    private static final int CLIENT_BYTES = 8;

    static SocksResources of(SocksSettings settings, SocksDialer dialer) {
        return new SocksResources(
                settings, dialer, new NameLookups(dialer, settings.lookups()), new LoginThrottle(settings.logins()));
    }

    /**
     * Returns what counts as one client where a limit is per client: an IPv4 address, the first 64 bits of an IPv6 address,
     * since one host may use all that share them (RFC 4291, section 2.5.4), or all that do not come over IP.
     */
    static Bytes clientAt(Address peer) {
        if (!(peer instanceof TcpAddress tcp)) {
            return Bytes.EMPTY;
        }
        Bytes octets = Bytes.copyOf(tcp.ip().getAddress());
        return octets.slice(0, Math.min(CLIENT_BYTES, octets.length()));
    }
}

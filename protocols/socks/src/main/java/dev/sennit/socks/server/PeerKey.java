package dev.sennit.socks.server;

import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;

/**
 * What counts as one client where a limit is per client: an IPv4 address, the first 64 bits of an IPv6 address, since one
 * host may use all that share them (RFC 4291, section 2.5.4), or all that do not come over IP.
 */
final class PeerKey {
    private static final int NETWORK_BYTES = 8;

    private PeerKey() {}

    static Bytes of(Address peer) {
        if (!(peer instanceof TcpAddress tcp)) {
            return Bytes.EMPTY;
        }
        Bytes octets = Bytes.copyOf(tcp.ip().getAddress());
        return octets.slice(0, Math.min(NETWORK_BYTES, octets.length()));
    }
}

package dev.sennit.haproxy;

import dev.sennit.haproxy.Origin.Flow;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Version 2.
 *
 * <pre>
 *   +-----------+-----+-----+--------+-------------------------+------------------------+
 *   | signature | VER | FAM | LENGTH | addresses               | type, length, value,   |
 *   |           | CMD |     |        |                         | any number             |
 *   +-----------+-----+-----+--------+-------------------------+------------------------+
 *        12        1     1      2      12 (IPv4), 36 (IPv6), 216 (Unix)
 *
 *   VER CMD   0x20 LOCAL, 0x21 PROXY
 *   FAM       0x00 unspecified, 0x1. IPv4, 0x2. IPv6, 0x3. Unix, with 1 for a stream and 2 for datagrams
 *   addresses source, destination; then for IP their ports
 * </pre>
 */
final class ProxyHeaderBinary {
    static final Bytes SIGNATURE = Bytes.hex("0d0a0d0a000d0a515549540a");
    static final int HEAD_BYTES = 16;
    static final int LOCAL = 0x20;
    static final int PROXY = 0x21;

    private static final int UNSPECIFIED = 0x00;
    private static final int IPV4 = 0x10;
    private static final int IPV6 = 0x20;
    private static final int UNIX = 0x30;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int CHECKSUM_BYTES = 4;
    private static final Bytes MAPPED_IPV4 = Bytes.hex("00000000000000000000ffff");
    private static final String RULE = "PROXY protocol, section 2.2";

    private ProxyHeaderBinary() {}

    static Bytes encode(ProxyHeader header, boolean checksum) {
        ByteQueue block = new ByteQueue();
        int family = encodeAddresses(header.origin(), block);
        header.tlvs().forEach(tlv -> tlv.encode(block));
        int sumAt = HEAD_BYTES + block.length() + Tlv.HEAD_BYTES;
        boolean summed = checksum && !(header.origin() instanceof Origin.Proxy);
        if (summed) {
            new Tlv(Tlv.CRC32C, Bytes.copyOf(new byte[CHECKSUM_BYTES])).encode(block);
        }
        if (block.length() > 65_535) {
            throw new IllegalArgumentException(
                    "a header has at most 65535 bytes after its first " + HEAD_BYTES + ", not " + block.length());
        }
        ByteQueue out = new ByteQueue();
        out.add(SIGNATURE);
        out.add((byte) (header.origin() instanceof Origin.Proxy ? LOCAL : PROXY));
        out.add((byte) family);
        out.add((byte) (block.length() >> 8));
        out.add((byte) block.length());
        out.add(block.takeAll());
        Bytes all = out.takeAll();
        return summed ? Bytes.concat(all.slice(0, sumAt), octets(sumOf(all)), all.slice(sumAt + CHECKSUM_BYTES)) : all;
    }

    private static int encodeAddresses(Origin origin, ByteQueue block) {
        if (origin instanceof Origin.Ip ip) {
            boolean ipv4 = isIpv4(ip.source()) && isIpv4(ip.destination());
            block.add(octets(ip.source(), ipv4));
            block.add(octets(ip.destination(), ipv4));
            block.add(octets(ip.source().port() << 16 | ip.destination().port()));
            return (ipv4 ? IPV4 : IPV6) | flow(ip.flow());
        }
        if (origin instanceof Origin.Unix unix) {
            block.add(padded(unix.source()));
            block.add(padded(unix.destination()));
            return UNIX | flow(unix.flow());
        }
        return UNSPECIFIED;
    }

    /** Checks command and family, and answers how many bytes the addresses take. */
    static int addressBytes(int command, int family) {
        if (command != LOCAL && command != PROXY) {
            throw new PeerViolationException(
                    "version and command are 0x%02x, not 0x20 or 0x21".formatted(command), RULE);
        }
        if (command == LOCAL) {
            return 0;
        }
        return switch (family) {
            case UNSPECIFIED -> 0;
            case IPV4 | STREAM, IPV4 | DATAGRAM -> 12;
            case IPV6 | STREAM, IPV6 | DATAGRAM -> 36;
            case UNIX | STREAM, UNIX | DATAGRAM -> 2 * Origin.Unix.PATH_BYTES;
            default ->
                throw new PeerViolationException(
                        "address family and transport are 0x%02x, which is none that is known".formatted(family), RULE);
        };
    }

    /** Reads a whole header, whose command, family and length have been checked. */
    static ProxyHeader parse(Bytes all) {
        if ((all.byteAt(12) & 0xff) == LOCAL) {
            // The rest is to be passed over, whatever it says.
            return ProxyHeader.version2(new Origin.Proxy());
        }
        int family = all.byteAt(13) & 0xff;
        int addressBytes = addressBytes(PROXY, family);
        Bytes block = all.slice(HEAD_BYTES);
        Optional<List<Tlv>> read = Tlv.readAll(block.slice(addressBytes));
        if (read.isEmpty() && family != UNSPECIFIED) {
            throw new PeerViolationException("the last part goes beyond the header's end", RULE);
        }
        // An unspecified family may have addresses of any form, which are to be passed over.
        List<Tlv> said = read.orElse(List.of());
        checkSum(all, HEAD_BYTES + addressBytes, said);
        List<Tlv> kept = new ArrayList<>(said);
        kept.removeIf(tlv -> tlv.type() == Tlv.CRC32C || tlv.type() == Tlv.NOOP);
        try {
            return new ProxyHeader(2, origin(family, block), kept);
        } catch (IllegalArgumentException wrongValue) {
            throw new PeerViolationException(String.valueOf(wrongValue.getMessage()), RULE);
        }
    }

    private static Origin origin(int family, Bytes block) {
        Flow flow = (family & 0x0f) == DATAGRAM ? Flow.DATAGRAM : Flow.STREAM;
        return switch (family & 0xf0) {
            case IPV4 -> ip(flow, block, 4);
            case IPV6 -> ip(flow, block, 16);
            case UNIX ->
                new Origin.Unix(
                        flow,
                        unpadded(block.slice(0, Origin.Unix.PATH_BYTES)),
                        unpadded(block.slice(Origin.Unix.PATH_BYTES, 2 * Origin.Unix.PATH_BYTES)));
            default -> new Origin.Unknown();
        };
    }

    private static Origin ip(Flow flow, Bytes block, int size) {
        int ports = block.slice(2 * size, 2 * size + 4).asReadOnlyBuffer().getInt();
        return new Origin.Ip(
                flow,
                Destination.Ip.of(block.slice(0, size), ports >>> 16).address(),
                Destination.Ip.of(block.slice(size, 2 * size), ports & 0xffff).address());
    }

    private static void checkSum(Bytes all, int tlvsFrom, List<Tlv> said) {
        int at = tlvsFrom;
        boolean seen = false;
        for (Tlv tlv : said) {
            int valueAt = at + Tlv.HEAD_BYTES;
            if (tlv.type() == Tlv.CRC32C) {
                if (seen || tlv.value().length() != CHECKSUM_BYTES) {
                    throw new PeerViolationException("a header has at most one checksum, of 4 bytes", RULE);
                }
                seen = true;
                Bytes blanked = Bytes.concat(
                        all.slice(0, valueAt),
                        Bytes.copyOf(new byte[CHECKSUM_BYTES]),
                        all.slice(valueAt + CHECKSUM_BYTES));
                int given = tlv.value().asReadOnlyBuffer().getInt();
                if (sumOf(blanked) != given) {
                    throw new PeerViolationException(
                            "the checksum is 0x%08x, but the header's is 0x%08x".formatted(given, sumOf(blanked)),
                            RULE);
                }
            }
            at = valueAt + tlv.value().length();
        }
    }

    private static int sumOf(Bytes all) {
        CRC32C sum = new CRC32C();
        sum.update(all.asReadOnlyBuffer());
        return (int) sum.getValue();
    }

    private static boolean isIpv4(TcpAddress address) {
        return address.ip() instanceof Inet4Address;
    }

    private static Bytes octets(TcpAddress address, boolean bothIpv4) {
        Bytes octets = Bytes.copyOf(address.ip().getAddress());
        return isIpv4(address) && !bothIpv4 ? MAPPED_IPV4.plus(octets) : octets;
    }

    private static Bytes octets(int number) {
        return Bytes.of((byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number);
    }

    private static int flow(Flow flow) {
        return flow == Flow.STREAM ? STREAM : DATAGRAM;
    }

    private static Bytes padded(Bytes path) {
        return path.plus(Bytes.copyOf(new byte[Origin.Unix.PATH_BYTES - path.length()]));
    }

    private static Bytes unpadded(Bytes path) {
        int end = path.length();
        while (end > 0 && path.byteAt(end - 1) == 0) {
            end--;
        }
        return path.slice(0, end);
    }
}

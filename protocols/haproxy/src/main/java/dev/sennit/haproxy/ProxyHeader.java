package dev.sennit.haproxy;

import dev.sennit.haproxy.Origin.Flow;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What a proxy says first about the connection that it passes on. On a connection whose header was read it is a
 * {@linkplain dev.sennit.transport.Transport#feature feature}.
 *
 * @param version 1, which can say only a TCP origin or an unknown one; or 2
 * @param origin from where to where the connection was
 * @param tlvs what else it says, in order; without {@link Tlv#NOOP} and {@link Tlv#CRC32C}, which are of the wire only
 */
public record ProxyHeader(int version, Origin origin, List<Tlv> tlvs) {
    private static final int UNIQUE_ID_LIMIT = 128;

    /**
     * Keeps its own copy of the list.
     *
     * @throws IllegalArgumentException if it cannot be said in that version, or a part has a value that its type cannot have
     */
    public ProxyHeader {
        tlvs = List.copyOf(tlvs);
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("version must be 1 or 2, not " + version);
        }
        if (version == 1 && !(tlvs.isEmpty() && isSaidInVersion1(origin))) {
            throw new IllegalArgumentException("version 1 says a TCP origin or an unknown one and nothing else");
        }
        if (origin instanceof Origin.Proxy && !tlvs.isEmpty()) {
            throw new IllegalArgumentException("a proxy that speaks for itself says nothing else");
        }
        tlvs.forEach(ProxyHeader::require);
    }

    /** A header of version 1 for a TCP connection. */
    public static ProxyHeader version1(Origin origin) {
        return new ProxyHeader(1, origin, List.of());
    }

    /** A header of version 2 that says the origin and nothing else. */
    public static ProxyHeader version2(Origin origin) {
        return new ProxyHeader(2, origin, List.of());
    }

    /** The value of the first part of a type, such as {@link Tlv#ALPN}. */
    public Optional<Bytes> value(int type) {
        return tlvs.stream().filter(tlv -> tlv.type() == type).map(Tlv::value).findFirst();
    }

    /** The host name that the client asked for. */
    public Optional<String> authority() {
        return value(Tlv.AUTHORITY).map(Bytes::toUtf8);
    }

    /** The protocol that client and proxy agreed on by ALPN. */
    public Optional<String> alpn() {
        return value(Tlv.ALPN).map(Bytes::toUtf8);
    }

    /** What identifies the connection in the proxy's logs. */
    public Optional<Bytes> uniqueId() {
        return value(Tlv.UNIQUE_ID);
    }

    /** The TLS session between client and proxy. */
    public Optional<SslInfo> ssl() {
        return value(Tlv.SSL).flatMap(SslInfo::read);
    }

    /**
     * The header as it is on the wire.
     *
     * @throws IllegalArgumentException if its parts are too long for one header
     */
    public Bytes encode() {
        return version == 1 ? ProxyHeaderText.encode(origin) : ProxyHeaderBinary.encode(this, false);
    }

    /** As {@link #encode}, with a checksum where the version has one, which is 2. */
    public Bytes encodeWithChecksum() {
        return version == 1 ? encode() : ProxyHeaderBinary.encode(this, true);
    }

    private static boolean isSaidInVersion1(Origin origin) {
        return origin instanceof Origin.Unknown || (origin instanceof Origin.Ip ip && ip.flow() == Flow.STREAM);
    }

    private static void require(Tlv tlv) {
        boolean right =
                switch (tlv.type()) {
                    case Tlv.CRC32C, Tlv.NOOP -> false;
                    case Tlv.UNIQUE_ID -> tlv.value().length() <= UNIQUE_ID_LIMIT;
                    case Tlv.SSL -> SslInfo.read(tlv.value()).isPresent();
                    default -> true;
                };
        if (!right) {
            throw new IllegalArgumentException(
                    "a part of type 0x%02x cannot have the value '%s'".formatted(tlv.type(), tlv.value()));
        }
    }

    /**
     * What a proxy says of the TLS session between its client and itself: the value of a {@link Tlv} of the type
     * {@link Tlv#SSL}.
     *
     * <pre>
     *   +--------+----------+-------------------------+
     *   | CLIENT |  VERIFY  | further type, length,   |
     *   |        |          | value, any number       |
     *   +--------+----------+-------------------------+
     *       1         4
     * </pre>
     *
     * @param client {@link #OVER_TLS}, {@link #CERTIFICATE_ON_CONNECTION} and {@link #CERTIFICATE_IN_SESSION}, added up
     * @param verify 0 if the client's certificate was verified; else a number of the proxy's
     * @param parts the further things it says
     */
    public record SslInfo(int client, int verify, List<Tlv> parts) {
        /** Bit of {@code client}: the client came over TLS. */
        public static final int OVER_TLS = 0x01;

        /** Bit of {@code client}: it showed a certificate on this connection. */
        public static final int CERTIFICATE_ON_CONNECTION = 0x02;

        /** Bit of {@code client}: it has shown one in this TLS session. */
        public static final int CERTIFICATE_IN_SESSION = 0x04;

        /** Type of a part: the TLS version, as {@code TLSv1.3}. */
        public static final int VERSION = 0x21;

        /** Type of a part: the common name of the client's certificate. */
        public static final int COMMON_NAME = 0x22;

        /** Type of a part: the cipher suite. */
        public static final int CIPHER = 0x23;

        /** Type of a part: how the certificate shown to the client was signed. */
        public static final int SIGNATURE_ALGORITHM = 0x24;

        /** Type of a part: which kind of key that certificate has. */
        public static final int KEY_ALGORITHM = 0x25;

        private static final int HEAD_BYTES = 5;

        /** Keeps its own copy of the list; checks the range. */
        public SslInfo {
            parts = List.copyOf(parts);
            if (client < 0 || client > 255) {
                throw new IllegalArgumentException("client must be 0 to 255, not " + client);
            }
        }

        /** Whether the client came over TLS. */
        public boolean isOverTls() {
            return (client & OVER_TLS) != 0;
        }

        /** Whether the client has shown a certificate, now or earlier in its session, and it was verified. */
        public boolean hasVerifiedCertificate() {
            return (client & (CERTIFICATE_ON_CONNECTION | CERTIFICATE_IN_SESSION)) != 0 && verify == 0;
        }

        /** The text of the first part of a type, such as {@link #COMMON_NAME}. */
        public Optional<String> text(int type) {
            return parts.stream()
                    .filter(part -> part.type() == type)
                    .map(part -> part.value().toUtf8())
                    .findFirst();
        }

        /** This as part of a header. */
        public Tlv toTlv() {
            ByteQueue out = new ByteQueue();
            out.add((byte) client);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.add((byte) (verify >> shift));
            }
            parts.forEach(part -> part.encode(out));
            return new Tlv(Tlv.SSL, out.takeAll());
        }

        /** Reads the value of a part of a header; empty if it is none. */
        static Optional<SslInfo> read(Bytes value) {
            if (value.length() < HEAD_BYTES) {
                return Optional.empty();
            }
            int verify = value.slice(1, HEAD_BYTES).asReadOnlyBuffer().getInt();
            return Tlv.readAll(value.slice(HEAD_BYTES))
                    .map(parts -> new SslInfo(value.byteAt(0) & 0xff, verify, parts));
        }
    }
}

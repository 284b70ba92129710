package dev.sennit.socks;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.PeerViolationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what one side of a SOCKS conversation says, of version 4, 4a or 5.
 *
 * <p>Which message comes next follows from those before, except where the other side has a say: then {@link #expect} says
 * it.
 *
 * <pre>
 *   from a client   OPENING, REQUEST, then the stream; after a greeting expect(LOGIN) if that was chosen
 *   from a server   CHOICE, (LOGIN_STATUS,) REPLY, or REPLY_4, then the stream; after a BIND expect another reply
 * </pre>
 *
 * <p>A reply that tells a failure is returned as soon as its number is there; what follows the number is left. The address
 * of a reply that tells a success ends it, and is not checked otherwise. An IP address in the place of a name is an address.
 *
 * <p>Failures: {@link PeerViolationException} for what no version allows, {@link PeerUnsupportedException} for a type of address that is not
 * known, {@link dev.sennit.transport.error.LimitExceededException} for a user id or name without end.
 */
public final class SocksDecoder implements Decoder<SocksMessage> {
    /** The most bytes of a user id in SOCKS 4 unless another limit is given: 255. */
    public static final int DEFAULT_USER_ID_LIMIT = 255;

    /** Where the user id of a SOCKS 4 request begins. */
    private static final int USER_FROM = 8;

    /** Where the address of a SOCKS 5 request or reply begins. */
    private static final int ADDRESS_FROM = 4;

    private static final int REPLY_4_BYTES = 8;
    private static final Destination.Ip NOWHERE = new Destination.Ip(TcpAddress.of("0.0.0.0", 0));

    private static final String LOGIN_VERSION = "version of the login";
    private static final Bytes ZERO = Bytes.of((byte) 0);
    private static final Limit NAME_LIMIT = new Limit("SOCKS 4a host name in bytes", Destination.Name.LIMIT);

    private final Limit userIdLimit;
    private SocksPart part;

    /** Creates a decoder whose first message is this part. */
    public SocksDecoder(SocksPart first) {
        this(first, DEFAULT_USER_ID_LIMIT);
    }

    /** Creates a decoder whose first message is this part, with another limit on user ids, in bytes, 0 or more. */
    public SocksDecoder(SocksPart first, int userIdLimit) {
        if (userIdLimit < 0) {
            throw new IllegalArgumentException("userIdLimit must be 0 or more, not " + userIdLimit);
        }
        this.part = first;
        this.userIdLimit = new Limit("SOCKS 4 user id in bytes", userIdLimit);
    }

    /** Says what the next message is, where the other side had a say in it. */
    public void expect(SocksPart next) {
        part = next;
    }

    /** What the next message is. */
    public SocksPart expected() {
        return part;
    }

    /** Takes the next message; null if more bytes must come, or if the stream has begun. */
    @Override
    public @Nullable SocksMessage decode(DecoderInput input) {
        if (!input.has(1)) {
            return null;
        }
        checkVersion(input.unsignedByteAt(0));
        // The shortest message of each kind has two bytes.
        if (!input.has(2)) {
            return null;
        }
        return switch (part) {
            case OPENING -> input.unsignedByteAt(0) == 4 ? request4(input) : greeting(input);
            case LOGIN -> login(input);
            case REQUEST -> request(input);
            case REPLY_4 -> reply4(input);
            case CHOICE -> choice(input);
            case LOGIN_STATUS -> loginStatus(input);
            case REPLY -> reply(input);
            case STREAM -> null;
        };
    }

    private void checkVersion(int seen) {
        switch (part) {
            case OPENING -> require(seen == 4 || seen == 5, "SOCKS version", seen, "4 or 5", "RFC 1928, section 3");
            case LOGIN -> require(seen == 1, LOGIN_VERSION, seen, "1", "RFC 1929, section 2");
            case REQUEST -> require(seen == 5, "SOCKS version", seen, "5", "RFC 1928, section 4");
            case CHOICE -> require(seen == 5, "SOCKS version", seen, "5", "RFC 1928, section 3");
            // Some servers give their own version, 5, in the place of the login's.
            case LOGIN_STATUS -> require(seen == 1 || seen == 5, LOGIN_VERSION, seen, "1", "RFC 1929, section 2");
            case REPLY -> require(seen == 5, "SOCKS version", seen, "5", "RFC 1928, section 6");
            case REPLY_4 -> require(seen == 0, "version of a SOCKS 4 reply", seen, "0", "SOCKS 4");
            case STREAM -> {}
        }
    }

    private @Nullable SocksMessage request4(DecoderInput input) {
        if (!input.has(USER_FROM)) {
            return null;
        }
        // The mark stands at the end of the user id, once that has come.
        int userEnd = input.mark() > 0 ? input.mark() : input.indexOf(ZERO, USER_FROM, userIdLimit);
        if (userEnd < 0) {
            return null;
        }
        input.mark(userEnd);
        Bytes octets = input.peek(USER_FROM).slice(4);
        boolean named = octets.startsWith(Octets.NAME_FOLLOWS) && octets.byteAt(3) != 0;
        int nameFrom = userEnd + 1;
        int end = named ? input.indexOf(ZERO, nameFrom, NAME_LIMIT) : userEnd;
        if (end < 0) {
            return null;
        }
        Bytes message = input.peek(end);
        int port = input.unsignedShortAt(2);
        Destination destination =
                named ? name(message.slice(nameFrom), port, "SOCKS 4a") : Destination.Ip.of(octets, port);
        Bytes userId = message.slice(USER_FROM, userEnd);
        take(input, end + 1, SocksPart.STREAM);
        return new Socks4Request(message.byteAt(1) & 0xff, destination, userId);
    }

    private @Nullable SocksMessage greeting(DecoderInput input) {
        int count = input.unsignedByteAt(1);
        if (count == 0) {
            throw new PeerViolationException("a greeting without a single way to log in", "RFC 1928, section 3");
        }
        if (!input.has(2 + count)) {
            return null;
        }
        Bytes message = take(input, 2 + count, SocksPart.REQUEST);
        List<Integer> methods = new ArrayList<>();
        for (int i = 2; i < message.length(); i++) {
            methods.add(message.byteAt(i) & 0xff);
        }
        return new Socks5Greeting(methods);
    }

    private @Nullable SocksMessage login(DecoderInput input) {
        int passwordAt = 2 + input.unsignedByteAt(1);
        if (!input.has(passwordAt + 1)) {
            return null;
        }
        int end = passwordAt + 1 + input.unsignedByteAt(passwordAt);
        if (!input.has(end)) {
            return null;
        }
        Bytes message = take(input, end, SocksPart.REQUEST);
        return new SocksLogin(message.slice(2, passwordAt), message.slice(passwordAt + 1));
    }

    private @Nullable SocksMessage request(DecoderInput input) {
        int end = placeEnd(input);
        if (end < 0) {
            return null;
        }
        Bytes message = input.peek(end);
        Destination destination = isNamed(message)
                ? name(placeName(message), portAtEnd(message), "RFC 1928, section 4")
                : Destination.Ip.of(placeOctets(message), portAtEnd(message));
        take(input, end, SocksPart.STREAM);
        return new Socks5Request(message.byteAt(1) & 0xff, destination);
    }

    private @Nullable SocksMessage reply(DecoderInput input) {
        int code = input.unsignedByteAt(1);
        if (code != Socks5Status.SUCCEEDED.code()) {
            take(input, 2, SocksPart.STREAM);
            return new Socks5Reply(code, NOWHERE);
        }
        int end = placeEnd(input);
        return end < 0 ? null : new Socks5Reply(code, bound(take(input, end, SocksPart.STREAM)));
    }

    /** Where the server has connected from; 0.0.0.0 for a name that is none, since nothing depends on it. */
    private static Destination bound(Bytes message) {
        int port = portAtEnd(message);
        if (!isNamed(message)) {
            return Destination.Ip.of(placeOctets(message), port);
        }
        try {
            return Destination.named(placeName(message).toLatin1(), port);
        } catch (IllegalArgumentException noName) {
            return new Destination.Ip(TcpAddress.of("0.0.0.0", port));
        }
    }

    /** Finds the end of a request or a reply, behind the port of its place; returns -1 if it is not there yet. */
    private static int placeEnd(DecoderInput input) {
        if (!input.has(ADDRESS_FROM)) {
            return -1;
        }
        int type = input.unsignedByteAt(ADDRESS_FROM - 1);
        boolean named = type == Octets.NAME;
        if (named && !input.has(ADDRESS_FROM + 1)) {
            return -1;
        }
        int length =
                switch (type) {
                    case Octets.IPV4 -> Octets.IPV4_BYTES;
                    case Octets.IPV6 -> Octets.IPV6_BYTES;
                    case Octets.NAME -> 1 + input.unsignedByteAt(ADDRESS_FROM);
                    default ->
                        throw new PeerUnsupportedException(
                                "address type " + type + " is not known: 1 is IPv4, 3 a name, 4 IPv6");
                };
        int end = ADDRESS_FROM + length + 2;
        return input.has(end) ? end : -1;
    }

    private static boolean isNamed(Bytes message) {
        return message.byteAt(ADDRESS_FROM - 1) == Octets.NAME;
    }

    private static Bytes placeOctets(Bytes message) {
        return message.slice(ADDRESS_FROM, message.length() - 2);
    }

    private static Bytes placeName(Bytes message) {
        return placeOctets(message).slice(1);
    }

    private static int portAtEnd(Bytes message) {
        int at = message.length() - 2;
        return ((message.byteAt(at) & 0xff) << Byte.SIZE) | (message.byteAt(at + 1) & 0xff);
    }

    private @Nullable SocksMessage reply4(DecoderInput input) {
        int code = input.unsignedByteAt(1);
        if (code != Socks4Status.GRANTED.code()) {
            take(input, 2, SocksPart.STREAM);
            return new Socks4Reply(code, NOWHERE.address());
        }
        if (!input.has(REPLY_4_BYTES)) {
            return null;
        }
        int port = input.unsignedShortAt(2);
        Bytes octets = take(input, REPLY_4_BYTES, SocksPart.STREAM).slice(4);
        return new Socks4Reply(code, Destination.Ip.of(octets, port).address());
    }

    private SocksMessage choice(DecoderInput input) {
        int method = input.unsignedByteAt(1);
        take(input, 2, method == SocksMethod.PASSWORD ? SocksPart.LOGIN_STATUS : SocksPart.REPLY);
        return new Socks5Choice(method);
    }

    private SocksMessage loginStatus(DecoderInput input) {
        int status = input.unsignedByteAt(1);
        take(input, 2, SocksPart.REPLY);
        return new SocksLoginStatus(status);
    }

    private static Destination name(Bytes name, int port, String rule) {
        try {
            return Destination.named(name.toLatin1(), port);
        } catch (IllegalArgumentException noName) {
            throw new PeerViolationException("'" + name + "' is not a host name or an IP address", rule);
        }
    }

    private static void require(boolean right, String what, int seen, String wanted, String rule) {
        if (!right) {
            String asText = seen > ' ' && seen < 127 ? " ('" + (char) seen + "')" : "";
            throw new PeerViolationException(what + " is " + seen + asText + ", not " + wanted, rule);
        }
    }

    private Bytes take(DecoderInput input, int count, SocksPart next) {
        expect(next);
        return input.take(count);
    }
}

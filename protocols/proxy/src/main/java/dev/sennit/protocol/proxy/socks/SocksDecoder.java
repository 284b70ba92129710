package dev.sennit.protocol.proxy.socks;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import dev.sennit.transport.error.PeerUnsupported;
import dev.sennit.transport.error.PeerViolation;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what one side of a SOCKS conversation says, of version 4, 4a or 5. Does no I/O and never waits.
 *
 * <p>Call {@link #feed} with each piece, then {@link #next} until it is empty. How the input was cut makes no difference.
 * What comes next follows from what came before, but where the other side has a say, {@link #expect} tells:
 *
 * <pre>
 *   from a client   OPENING, REQUEST, then the stream; after a greeting expect(LOGIN) if that was chosen
 *   from a server   CHOICE, (LOGIN_STATUS,) REPLY, or REPLY_4, then the stream; after a BIND expect another reply
 * </pre>
 *
 * <p>A reply that tells a failure is returned as soon as its number is there; what follows the number is left. The address
 * of a reply that tells a success ends it, and is not checked otherwise. An IP address in the place of a name is an address.
 *
 * <p>Failures: {@link PeerViolation} for what no version allows, {@link PeerUnsupported} for a type of address that is not
 * known, {@link LimitExceeded} for a user id or name without end. A decoder that has failed stays failed.
 */
public final class SocksDecoder {
    /** The most bytes of a user id in SOCKS 4 unless another limit is given: 255. */
    public static final int DEFAULT_USER_ID_LIMIT = 255;

    /** Where the user id of a SOCKS 4 request begins. */
    private static final int USER_FROM = 8;

    /** Where the address of a SOCKS 5 request or reply begins. */
    private static final int ADDRESS_FROM = 4;

    private static final int REPLY_4_BYTES = 8;
    private static final Destination.Ip NOWHERE = new Destination.Ip(TcpAddress.of("0.0.0.0", 0));

    private final ByteQueue queue = new ByteQueue();
    private final int userIdLimit;
    private SocksPart part;
    /** In SOCKS 4: up to where the zero byte was looked for that ends a user id or a name, and where the first ended. */
    private int scanned;

    private int userEnd = -1;
    private long steps;
    private boolean ended;
    private @Nullable ProtocolException failure;

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
        this.userIdLimit = userIdLimit;
    }

    /** Says what the next message is, where the other side had a say in it. */
    public void expect(SocksPart next) {
        part = next;
        scanned = 0;
        userEnd = -1;
    }

    /** What the next message is. */
    public SocksPart expected() {
        return part;
    }

    /**
     * Takes over all of the buffer's remaining bytes, by copying.
     *
     * @throws ProtocolException if the decoder has failed before
     * @throws IllegalStateException after {@link #end}
     */
    public void feed(ByteBuffer data) {
        refuseAfterFailure();
        if (ended) {
            throw new IllegalStateException(data.remaining() + " bytes were fed after the end");
        }
        queue.add(data);
    }

    /**
     * Returns the next message, or empty if more bytes are needed or the stream has begun.
     *
     * @throws ProtocolException if the next message cannot be accepted
     */
    public Optional<SocksMessage> next() {
        refuseAfterFailure();
        try {
            return Optional.ofNullable(poll());
        } catch (ProtocolException thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /** Says that no more bytes will come. */
    public void end() {
        ended = true;
    }

    /** How many bytes are held that no message has used. */
    public int held() {
        return queue.length();
    }

    /** Removes and returns all bytes that no message has used: the beginning of the stream. */
    public Bytes takeRest() {
        scanned = 0;
        userEnd = -1;
        return queue.takeAll();
    }

    /** Returns how many bytes were looked at so far, for tests of the cost. */
    long steps() {
        return steps;
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable SocksMessage poll() {
        if (queue.isEmpty()) {
            return null;
        }
        steps++;
        return switch (part) {
            case OPENING -> opening();
            case LOGIN -> login();
            case REQUEST -> request();
            case REPLY_4 -> reply4();
            case CHOICE -> choice();
            case LOGIN_STATUS -> loginStatus();
            case REPLY -> reply();
            case STREAM -> null;
        };
    }

    private @Nullable SocksMessage opening() {
        int version = octet(0);
        if (version == 4) {
            return request4();
        }
        requireVersion(version == 5, "SOCKS version", version, "4 or 5", "RFC 1928, section 3");
        return greeting();
    }

    private @Nullable SocksMessage request4() {
        if (queue.length() < USER_FROM) {
            return null;
        }
        if (userEnd < 0) {
            userEnd = findZero(USER_FROM, userIdLimit, "SOCKS 4 user id in bytes");
        }
        if (userEnd < 0) {
            return null;
        }
        Bytes octets = queue.peek(USER_FROM).slice(4);
        boolean named = octets.startsWith(Octets.NAME_FOLLOWS) && octets.byteAt(3) != 0;
        int nameFrom = userEnd + 1;
        int nameEnd = named ? findZero(nameFrom, Destination.Name.LIMIT, "SOCKS 4a host name in bytes") : userEnd;
        if (nameEnd < 0) {
            return null;
        }
        int port = queue.unsignedShortAt(2);
        Destination destination =
                named ? name(queue.peek(nameEnd).slice(nameFrom), port, "SOCKS 4a") : Destination.Ip.of(octets, port);
        Bytes userId = queue.peek(userEnd).slice(USER_FROM);
        int command = octet(1);
        take(nameEnd + 1, SocksPart.STREAM);
        return new Socks4Request(command, destination, userId);
    }

    /** Finds the zero byte that ends what begins here, or answers -1 if it is not there yet. */
    private int findZero(int from, int limit, String what) {
        int start = Math.max(from, scanned);
        int found = queue.indexOf((byte) 0, start);
        int end = found < 0 ? queue.length() : found;
        steps += end - start;
        scanned = found < 0 ? end : end + 1;
        if (end - from > limit) {
            throw new LimitExceeded(what, limit);
        }
        return found;
    }

    private @Nullable SocksMessage greeting() {
        if (queue.length() < 2) {
            return null;
        }
        int count = octet(1);
        if (count == 0) {
            throw new PeerViolation("a greeting without a single way to log in", "RFC 1928, section 3");
        }
        if (queue.length() < 2 + count) {
            return null;
        }
        Bytes message = take(2 + count, SocksPart.REQUEST);
        List<Integer> methods = new ArrayList<>();
        for (int i = 2; i < message.length(); i++) {
            methods.add(message.byteAt(i) & 0xff);
        }
        steps += count;
        return new Socks5Greeting(methods);
    }

    private @Nullable SocksMessage login() {
        int version = octet(0);
        requireVersion(version == 1, "version of the login", version, "1", "RFC 1929, section 2");
        if (queue.length() < 2) {
            return null;
        }
        int passwordAt = 2 + octet(1);
        if (queue.length() <= passwordAt) {
            return null;
        }
        int end = passwordAt + 1 + octet(passwordAt);
        if (queue.length() < end) {
            return null;
        }
        Bytes message = take(end, SocksPart.REQUEST);
        return new SocksLogin(message.slice(2, passwordAt), message.slice(passwordAt + 1));
    }

    private @Nullable SocksMessage request() {
        String rule = "RFC 1928, section 4";
        requireVersion(octet(0) == 5, "SOCKS version", octet(0), "5", rule);
        int end = placeEnd();
        if (end < 0) {
            return null;
        }
        Bytes message = queue.peek(end);
        Destination destination = isNamed(message)
                ? name(placeName(message), portAtEnd(message), rule)
                : Destination.Ip.of(placeOctets(message), portAtEnd(message));
        take(end, SocksPart.STREAM);
        return new Socks5Request(message.byteAt(1) & 0xff, destination);
    }

    private @Nullable SocksMessage reply() {
        requireVersion(octet(0) == 5, "SOCKS version", octet(0), "5", "RFC 1928, section 6");
        if (queue.length() < 2) {
            return null;
        }
        int code = octet(1);
        if (code != Socks5Status.SUCCEEDED.code()) {
            take(2, SocksPart.STREAM);
            return new Socks5Reply(code, NOWHERE);
        }
        int end = placeEnd();
        return end < 0 ? null : new Socks5Reply(code, bound(take(end, SocksPart.STREAM)));
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
    private int placeEnd() {
        if (queue.length() < ADDRESS_FROM) {
            return -1;
        }
        int type = octet(ADDRESS_FROM - 1);
        boolean named = type == Octets.NAME;
        if (named && queue.length() == ADDRESS_FROM) {
            return -1;
        }
        int length =
                switch (type) {
                    case Octets.IPV4 -> Octets.IPV4_BYTES;
                    case Octets.IPV6 -> Octets.IPV6_BYTES;
                    case Octets.NAME -> 1 + octet(ADDRESS_FROM);
                    default ->
                        throw new PeerUnsupported(
                                "address type " + type + " is not known: 1 is IPv4, 3 a name, 4 IPv6");
                };
        int end = ADDRESS_FROM + length + 2;
        return queue.length() < end ? -1 : end;
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

    private @Nullable SocksMessage reply4() {
        int version = octet(0);
        requireVersion(version == 0, "version of a SOCKS 4 reply", version, "0", "SOCKS 4");
        if (queue.length() < 2) {
            return null;
        }
        int code = octet(1);
        if (code != Socks4Status.GRANTED.code()) {
            take(2, SocksPart.STREAM);
            return new Socks4Reply(code, NOWHERE.address());
        }
        if (queue.length() < REPLY_4_BYTES) {
            return null;
        }
        int port = queue.unsignedShortAt(2);
        Bytes octets = take(REPLY_4_BYTES, SocksPart.STREAM).slice(4);
        return new Socks4Reply(code, Destination.Ip.of(octets, port).address());
    }

    private @Nullable SocksMessage choice() {
        int version = octet(0);
        requireVersion(version == 5, "SOCKS version", version, "5", "RFC 1928, section 3");
        if (queue.length() < 2) {
            return null;
        }
        int method = octet(1);
        take(2, method == SocksMethod.PASSWORD ? SocksPart.LOGIN_STATUS : SocksPart.REPLY);
        return new Socks5Choice(method);
    }

    private @Nullable SocksMessage loginStatus() {
        int version = octet(0);
        // Some servers give their own version, 5, in the place of the login's.
        requireVersion(version == 1 || version == 5, "version of the login", version, "1", "RFC 1929, section 2");
        if (queue.length() < 2) {
            return null;
        }
        int status = octet(1);
        take(2, SocksPart.REPLY);
        return new SocksLoginStatus(status);
    }

    private static Destination name(Bytes name, int port, String rule) {
        try {
            return Destination.named(name.toLatin1(), port);
        } catch (IllegalArgumentException noName) {
            throw new PeerViolation("'" + name + "' is not a host name or an IP address", rule);
        }
    }

    private void requireVersion(boolean right, String what, int seen, String wanted, String rule) {
        if (!right) {
            String asText = seen > ' ' && seen < 127 ? " ('" + (char) seen + "')" : "";
            throw new PeerViolation(what + " is " + seen + asText + ", not " + wanted, rule);
        }
    }

    private int octet(int index) {
        return queue.byteAt(index) & 0xff;
    }

    private Bytes take(int count, SocksPart next) {
        expect(next);
        return queue.take(count);
    }
}

package dev.sennit.protocol.proxy.socks;

import dev.sennit.protocol.proxy.Destination;
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
 * <p>Failures: {@link PeerViolation} for what no version allows, {@link PeerUnsupported} for a type of address that is not
 * known, {@link LimitExceeded} for a user id or name without end. A decoder that has failed stays failed.
 */
public final class SocksDecoder {
    /** The most bytes of a user id in SOCKS 4 unless another limit is given: 255. */
    public static final int DEFAULT_USER_ID_LIMIT = 255;

    private static final String SOCKS_4 = "SOCKS 4";
    private static final String SOCKS_4A = "SOCKS 4a";

    private final ByteQueue queue = new ByteQueue();
    private final int userIdLimit;
    private SocksPart part;
    /** Where the search for the end of a user id or a name goes on, and where it began; in SOCKS 4 only. */
    private int scanned;

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
        if (queue.length() < 9) {
            return null;
        }
        Bytes octets = queue.peek(8).slice(4);
        boolean named = octets.startsWith(Octets.NAME_FOLLOWS) && octets.byteAt(3) != 0;
        int userEnd = zeroAfter(8, userIdLimit, "SOCKS 4 user id in bytes");
        if (userEnd < 0) {
            return null;
        }
        int command = octet(1);
        int port = queue.unsignedShortAt(2);
        int nameFrom = userEnd + 1;
        int nameEnd = named ? zeroAfter(nameFrom, Destination.Name.LIMIT, "SOCKS 4a host name in bytes") : userEnd;
        if (nameEnd < 0) {
            return null;
        }
        Bytes message = queue.take(nameEnd + 1);
        Destination destination = named
                ? name(message.slice(nameFrom, nameEnd), port, SOCKS_4A)
                : Destination.Ip.of(octets, port);
        expect(SocksPart.STREAM);
        return new Socks4Request(command, destination, message.slice(8, userEnd));
    }

    /** Finds the zero byte that ends what begins here, or -1 if it is not there yet. */
    private int zeroAfter(int from, int limit, String what) {
        int end = queue.length();
        int start = Math.max(from, scanned);
        // A user id found before is passed over again, at the cost of one step.
        int found = scanned > from && queue.byteAt(scanned - 1) == 0 ? -1 : queue.indexOf((byte) 0, Math.min(start, end));
        if (found < 0) {
            found = scanned > from ? known(from) : -1;
        }
        steps += Math.max(0, (found < 0 ? end : found) - start);
        scanned = found < 0 ? Math.max(start, end) : found;
        if ((found < 0 ? end : found) - from > limit) {
            throw new LimitExceeded(what, limit);
        }
        return found;
    }
}

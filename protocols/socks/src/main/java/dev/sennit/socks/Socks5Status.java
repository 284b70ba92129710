package dev.sennit.socks;

import dev.sennit.transport.error.ConnectFailedException.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/** What a SOCKS 5 server may answer (RFC 1928, section 6). */
public enum Socks5Status {
    /** The server has done what was asked. */
    SUCCEEDED(0, "succeeded", Kind.OTHER),
    /** It failed for a reason that has no number. */
    GENERAL_FAILURE(1, "general failure of the proxy", Kind.OTHER),
    /** The server's rules forbid it. */
    NOT_ALLOWED(2, "not allowed by the proxy's rules", Kind.NOT_PERMITTED),
    /** No route to the destination's network. */
    NETWORK_UNREACHABLE(3, "network unreachable", Kind.UNREACHABLE),
    /** No route to the destination, or its name is not known. */
    HOST_UNREACHABLE(4, "host unreachable", Kind.UNREACHABLE),
    /** Nothing listens there. */
    CONNECTION_REFUSED(5, "connection refused by the destination", Kind.REFUSED),
    /** The destination did not answer in time. */
    TTL_EXPIRED(6, "no answer from the destination (TTL expired)", Kind.TIMED_OUT),
    /** The server does not know the command. */
    COMMAND_NOT_SUPPORTED(7, "command not supported by the proxy", Kind.UNSUPPORTED),
    /** The server cannot reach addresses of this kind. */
    ADDRESS_TYPE_NOT_SUPPORTED(8, "address type not supported by the proxy", Kind.UNSUPPORTED);

    private final int code;
    private final String words;
    private final Kind kind;

    Socks5Status(int code, String words, Kind kind) {
        this.code = code;
        this.words = words;
        this.kind = kind;
    }

    /** The number for it on the wire. */
    public int code() {
        return code;
    }

    /** What it means, in a few words. */
    public String words() {
        return words;
    }

    /** The kind of failure that it is for a client. */
    public Kind kind() {
        return kind;
    }

    /** Finds the status with this number. */
    public static Optional<Socks5Status> of(int code) {
        return Stream.of(values()).filter(status -> status.code == code).findFirst();
    }

    /** The status that tells a client of this kind of failure. */
    public static Socks5Status of(Kind failure) {
        return switch (failure) {
            case REFUSED -> CONNECTION_REFUSED;
            case TIMED_OUT -> TTL_EXPIRED;
            case UNREACHABLE, NAME_NOT_FOUND -> HOST_UNREACHABLE;
            case NOT_PERMITTED -> NOT_ALLOWED;
            case UNSUPPORTED -> ADDRESS_TYPE_NOT_SUPPORTED;
            case BIND, ENDED_EARLY, REFUSED_BY_FACTORY, OTHER -> GENERAL_FAILURE;
        };
    }
}

package dev.sennit.socks;

import java.util.Optional;
import java.util.stream.Stream;

/** What a SOCKS 4 server may answer. */
public enum Socks4Status {
    /** Granted. */
    GRANTED(90, "granted"),
    /** Rejected or failed, for whatever reason. */
    REJECTED(91, "rejected or failed"),
    /** The server could not ask the client's identd who that is. */
    NO_IDENTD(92, "rejected, since the proxy cannot reach an identd at the client"),
    /** The client's identd says it is somebody else. */
    WRONG_USER(93, "rejected, since the client's identd tells another user");

    private final int code;
    private final String words;

    Socks4Status(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The number for it on the wire. */
    public int code() {
        return code;
    }

    /** What it means, in a few words. */
    public String words() {
        return words;
    }

    /** Finds the status with this number. */
    public static Optional<Socks4Status> of(int code) {
        return Stream.of(values()).filter(status -> status.code == code).findFirst();
    }
}

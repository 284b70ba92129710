package dev.sennit.transport.unix;

import java.io.IOException;
import java.util.Map;

/** What the system answered, in the words of strerror(3) without its translations. */
final class ErrnoException extends IOException {
    static final int INTERRUPTED = 4;
    static final int BAD_DESCRIPTOR = 9;
    static final int AGAIN = 11;
    static final int NO_FAMILY = 97;
    static final int RESET = 104;
    static final int NOT_CONNECTED = 107;
    static final int REFUSED = 111;
    static final int IN_PROGRESS = 115;

    private static final long serialVersionUID = 1;
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(1, "Operation not permitted"),
            Map.entry(2, "No such file or directory"),
            Map.entry(BAD_DESCRIPTOR, "Bad file descriptor"),
            Map.entry(AGAIN, "Resource temporarily unavailable"),
            Map.entry(12, "Cannot allocate memory"),
            Map.entry(13, "Permission denied"),
            Map.entry(17, "File exists"),
            Map.entry(20, "Not a directory"),
            Map.entry(21, "Is a directory"),
            Map.entry(22, "Invalid argument"),
            Map.entry(23, "Too many open files in system"),
            Map.entry(24, "Too many open files"),
            Map.entry(32, "Broken pipe"),
            Map.entry(36, "File name too long"),
            Map.entry(88, "Socket operation on non-socket"),
            Map.entry(90, "Message too long"),
            Map.entry(91, "Protocol wrong type for socket"),
            Map.entry(95, "Operation not supported"),
            Map.entry(NO_FAMILY, "Address family not supported by protocol"),
            Map.entry(98, "Address already in use"),
            Map.entry(99, "Cannot assign requested address"),
            Map.entry(101, "Network is unreachable"),
            Map.entry(103, "Software caused connection abort"),
            Map.entry(RESET, "Connection reset by peer"),
            Map.entry(105, "No buffer space available"),
            Map.entry(NOT_CONNECTED, "Transport endpoint is not connected"),
            Map.entry(109, "Too many references: cannot splice"),
            Map.entry(110, "Connection timed out"),
            Map.entry(REFUSED, "Connection refused"),
            Map.entry(112, "Host is down"),
            Map.entry(113, "No route to host"));

    private final int errno;

    ErrnoException(int errno) {
        super(WORDS.getOrDefault(errno, "system error " + errno));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}

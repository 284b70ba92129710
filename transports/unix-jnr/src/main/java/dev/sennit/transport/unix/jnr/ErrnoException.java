package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import jnr.constants.platform.Errno;

/**
 * An error of the system. The number is read as this system numbers its errors; the words are the same on every system and in
 * every language, unlike those of strerror(3).
 */
final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1;

    private static final Map<Errno, String> WORDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Errno.EPERM, "Operation not permitted"),
            Map.entry(Errno.ENOENT, "No such file or directory"),
            Map.entry(Errno.EBADF, "Bad file descriptor"),
            Map.entry(Errno.EAGAIN, "Resource temporarily unavailable"),
            Map.entry(Errno.EWOULDBLOCK, "Resource temporarily unavailable"),
            Map.entry(Errno.ENOMEM, "Cannot allocate memory"),
            Map.entry(Errno.EACCES, "Permission denied"),
            Map.entry(Errno.EEXIST, "File exists"),
            Map.entry(Errno.ENOTDIR, "Not a directory"),
            Map.entry(Errno.EISDIR, "Is a directory"),
            Map.entry(Errno.EINVAL, "Invalid argument"),
            Map.entry(Errno.ENFILE, "Too many open files in system"),
            Map.entry(Errno.EMFILE, "Too many open files"),
            Map.entry(Errno.EROFS, "Read-only file system"),
            Map.entry(Errno.EPIPE, "Broken pipe"),
            Map.entry(Errno.ELOOP, "Too many levels of symbolic links"),
            Map.entry(Errno.ENAMETOOLONG, "File name too long"),
            Map.entry(Errno.ENOTSOCK, "Socket operation on non-socket"),
            Map.entry(Errno.EMSGSIZE, "Message too long"),
            Map.entry(Errno.EPROTOTYPE, "Protocol wrong type for socket"),
            Map.entry(Errno.EOPNOTSUPP, "Operation not supported"),
            Map.entry(Errno.EADDRINUSE, "Address already in use"),
            Map.entry(Errno.EADDRNOTAVAIL, "Cannot assign requested address"),
            Map.entry(Errno.ECONNABORTED, "Software caused connection abort"),
            Map.entry(Errno.ECONNRESET, "Connection reset by peer"),
            Map.entry(Errno.ENOBUFS, "No buffer space available"),
            Map.entry(Errno.ENOTCONN, "Transport endpoint is not connected"),
            Map.entry(Errno.ETIMEDOUT, "Connection timed out"),
            Map.entry(Errno.ECONNREFUSED, "Connection refused")));

    private final Errno errno;

    /** An error without an exception of a library behind it. */
    ErrnoException(Errno errno) {
        super(words(errno));
        this.errno = errno;
    }

    /** An error that a library has made an exception of. */
    ErrnoException(Errno errno, IOException cause) {
        super(words(errno), cause);
        this.errno = errno;
    }

    Errno errno() {
        return errno;
    }

    private static String words(Errno errno) {
        return WORDS.getOrDefault(errno, "system error " + errno.name());
    }
}

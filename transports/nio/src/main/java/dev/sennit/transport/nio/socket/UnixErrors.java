package dev.sennit.transport.nio.socket;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says in plain words what went wrong with a Unix socket. The system's error is in the message only. */
public final class UnixErrors {
    /** What is the matter with {@link UnixAddress#UNNAMED}, for streams. */
    public static final String UNNAMED = "an unnamed socket has no place";

    private static final String OTHER_KIND =
            "there is a socket, but of another kind: streams and datagrams do not meet";

    private UnixErrors() {}

    /** Says why nobody can be reached at an address without a name; empty if it has one. */
    public static String nowhere(UnixAddress target) {
        if (target.isUnnamed()) {
            return UNNAMED;
        }
        return target.name().equals("@") ? "@ alone asks a listener for a free name; nobody can be reached at it" : "";
    }

    /** Whether the peer listens, but its queue of those who wait is full (EAGAIN). */
    public static boolean isBusy(IOException failure) {
        return text(failure).contains("temporarily unavailable");
    }

    /** Whether no process listens at the address. */
    static boolean isRefused(IOException failure) {
        return text(failure).contains("refused");
    }

    /** Whether this process may not use the socket's file. */
    static boolean isNotPermitted(IOException failure) {
        return text(failure).contains("denied") || text(failure).contains("permitted");
    }

    /** Why a connection could not be opened. */
    public static ConnectFailedException connect(UnixAddress target, IOException failure) {
        String message = text(failure);
        String where = target.toString();
        if (message.contains("no such file")) {
            return new ConnectFailedException(
                    where,
                    ConnectFailedException.Kind.REFUSED,
                    "there is no such socket; nothing listens there",
                    failure);
        }
        if (message.contains("not a directory")) {
            return new ConnectFailedException(
                    where, ConnectFailedException.Kind.REFUSED, "what it has for a directory is none", failure);
        }
        if (isRefused(failure)) {
            return new ConnectFailedException(where, ConnectFailedException.Kind.REFUSED, refusal(target), failure);
        }
        if (message.contains("wrong type")) {
            return new ConnectFailedException(where, ConnectFailedException.Kind.REFUSED, OTHER_KIND, failure);
        }
        if (isNotPermitted(failure)) {
            return new ConnectFailedException(
                    where,
                    ConnectFailedException.Kind.NOT_PERMITTED,
                    "not permitted; it takes the right to write to the socket and to enter its directories",
                    failure);
        }
        if (message.contains("unix domain path too long")) {
            JdkPathSockets sockets = JdkPathSockets.INSTANCE;
            String problem = SocketPath.tooLong(target.path(), sockets.mostBytes(), sockets);
            return new ConnectFailedException(where, ConnectFailedException.Kind.UNSUPPORTED, problem, failure);
        }
        if (message.contains("too long")) {
            return new ConnectFailedException(where, ConnectFailedException.Kind.UNSUPPORTED, plain(failure), failure);
        }
        if (isBusy(failure)) {
            return new ConnectFailedException(
                    where, ConnectFailedException.Kind.TIMED_OUT, "its queue of those who wait stayed full", failure);
        }
        return new ConnectFailedException(where, ConnectFailedException.Kind.OTHER, plain(failure), failure);
    }

    /** Why a datagram could not be sent. */
    public static DatagramFailedException datagram(UnixAddress to, IOException failure) {
        String message = text(failure);
        if (message.contains("no such file") || message.contains("not a directory")) {
            return datagram(
                    to,
                    DatagramFailedException.Kind.REFUSED,
                    "there is no such socket; nobody receives there",
                    failure);
        }
        if (message.contains("refused") || message.contains("reset") || message.contains("not connected")) {
            return datagram(to, DatagramFailedException.Kind.REFUSED, "refused; nobody receives there", failure);
        }
        if (message.contains("wrong type")) {
            return datagram(to, DatagramFailedException.Kind.REFUSED, OTHER_KIND, failure);
        }
        if (message.contains("message too long")) {
            return datagram(to, DatagramFailedException.Kind.TOO_LONG, "it is longer than the system sends", failure);
        }
        if (message.contains("too long") || message.contains("cannot be written")) {
            return datagram(to, DatagramFailedException.Kind.UNSUPPORTED, plain(failure), failure);
        }
        if (message.contains("denied") || message.contains("permitted")) {
            String problem = "not permitted; it takes the right to write to the socket, and that it has no other peer";
            return datagram(to, DatagramFailedException.Kind.NOT_PERMITTED, problem, failure);
        }
        if (message.contains("no buffer space")) {
            return datagram(to, DatagramFailedException.Kind.NO_ROOM, "the system has no room", failure);
        }
        return datagram(to, DatagramFailedException.Kind.OTHER, plain(failure), failure);
    }

    private static DatagramFailedException datagram(
            UnixAddress to, DatagramFailedException.Kind kind, String problem, IOException failure) {
        return DatagramFailedException.toSend(to.toString(), kind, problem, failure);
    }

    private static String refusal(UnixAddress target) {
        String other = target.isAbstract() ? "" : SocketPath.otherThanASocket(target.path());
        return other.isEmpty()
                ? "connection refused; nothing listens there"
                : "there is " + other + ", which is not a socket";
    }

    /** Why a listener could not be opened. */
    public static ListenFailedException listen(UnixAddress wanted, IOException failure) {
        String where = wanted.toString();
        String message = text(failure);
        if (failure instanceof AccessDeniedException || message.contains("denied") || message.contains("permitted")) {
            return new ListenFailedException(
                    where,
                    ListenFailedException.Kind.NOT_PERMITTED,
                    "not permitted" + at(failure) + "; it takes the right to write to its directory",
                    failure);
        }
        if (failure instanceof NoSuchFileException || message.contains("no such file")) {
            return new ListenFailedException(
                    where, ListenFailedException.Kind.NO_SUCH_ADDRESS, absence(wanted), failure);
        }
        if (message.contains("not a directory")) {
            return new ListenFailedException(
                    where, ListenFailedException.Kind.NO_SUCH_ADDRESS, "what it has for a directory is none", failure);
        }
        if (message.contains("too long") || message.contains("cannot be written")) {
            return new ListenFailedException(
                    where, ListenFailedException.Kind.NO_SUCH_ADDRESS, plain(failure), failure);
        }
        if (message.contains("in use")) {
            return new ListenFailedException(
                    where, ListenFailedException.Kind.IN_USE, "the address is already in use", failure);
        }
        return new ListenFailedException(where, ListenFailedException.Kind.OTHER, plain(failure), failure);
    }

    /** Some file systems say that there is no such file where none can be made. */
    private static String absence(UnixAddress wanted) {
        Path directory =
                wanted.isAbstract() ? null : wanted.path().toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory)
                ? "its directory is on a file system that lets nobody make a socket there"
                : "its directory does not exist";
    }

    private static String at(IOException failure) {
        return failure instanceof FileSystemException file && file.getFile() != null
                ? " at " + Path.of(file.getFile())
                : "";
    }

    private static String plain(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty()
                ? "the system does not say why"
                : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String text(IOException failure) {
        return plain(failure).toLowerCase(Locale.ROOT);
    }
}

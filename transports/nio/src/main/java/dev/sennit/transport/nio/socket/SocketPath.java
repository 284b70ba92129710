package dev.sennit.transport.nio.socket;

import dev.sennit.transport.SocketFile;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path at which a socket of this process listens: bound with its rights from the first moment on, held by a lock, and
 * removed again if it is still the same file.
 *
 * <p>The socket is bound in a directory of its own that nobody else may enter, gets its rights there, and is then linked to
 * its place: so it is never to be had with other rights, and a file that has come there meanwhile is not overwritten.
 * What a crashed process left is removed before, under the lock, and only if a connection to it is refused: also a living
 * server that knows of no lock is left alone.
 */
public final class SocketPath {
    private static final Logger LOG = System.getLogger(SocketPath.class.getName());

    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final String SOCKET = "a socket";
    private static final String PRIVATE_NAME = "/s";
    private static final int PRIVATE_TRIES = 100;
    private static final int MOST_PRIVATE_CHARACTERS = 4;
    /** The dot, one character and the name inside. */
    private static final int LEAST_PRIVATE_BYTES = 2 + PRIVATE_NAME.length();

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    /** Listeners of this process are opened one after the other: its locks know only of other processes. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path path;
    private final Object fileKey;
    private final @Nullable PathLock lock;

    private SocketPath(Path path, Object fileKey, @Nullable PathLock lock) {
        this.path = path;
        this.fileKey = fileKey;
        this.lock = lock;
    }

    /** Binds and begins to listen. */
    public interface Binding {
        /** Does it at this path, which is not the one in the end. */
        void bindAt(Path path) throws IOException;
    }

    /**
     * Has a socket listen at a path.
     *
     * @param sockets opens the socket that the binding binds
     * @throws ListenFailedException if somebody else does, or something else is there, or the path is too long
     * @throws IOException if a file cannot be made; see {@link UnixErrors#listen}
     */
    public static SocketPath bind(Path path, SocketFile file, PathSockets sockets, Binding binding) throws IOException {
        Making making = () -> bindPrivately(path, file, sockets, binding);
        return hold(path, file, sockets, making, LEAST_PRIVATE_BYTES);
    }

    /**
     * Has a socket for datagrams receive at a path. It is bound right there, since the name that it was bound to is the one
     * that it sends from, and that others answer to; giving the file its rights is the binding's.
     *
     * @param sockets opens the socket that the binding binds
     * @throws ListenFailedException as {@link #bind} does
     * @throws IOException if a file cannot be made; see {@link UnixErrors#listen}
     */
    public static SocketPath bindInPlace(Path path, SocketFile file, PathSockets sockets, Binding binding)
            throws IOException {
        Making making = () -> {
            binding.bindAt(path);
            return fileKey(path);
        };
        return hold(path, file, sockets, making, 0);
    }

    /** Makes the socket's file, and answers its key. */
    private interface Making {
        Object make() throws IOException;
    }

    private static SocketPath hold(Path path, SocketFile file, PathSockets sockets, Making making, int leastNameBytes)
            throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw failed(
                    path, Kind.UNSUPPORTED, "this system has no rights on files that could keep strangers out", null);
        }
        requireShort(path, sockets, leastNameBytes);
        synchronized (ONE_AT_A_TIME) {
            requireNobody(path, sockets, file.lock());
            PathLock lock = file.lock() ? PathLock.take(path) : null;
            try {
                if (lock != null) {
                    // Somebody may have come, or died, before the lock was ours.
                    requireNobody(path, sockets, true);
                    Files.deleteIfExists(path);
                }
                return new SocketPath(path, making.make(), lock);
            } catch (IOException | RuntimeException failure) {
                if (lock != null) {
                    lock.release();
                }
                throw failure;
            }
        }
    }

    /** Removes the socket's file, unless it is another's by now. Never throws. */
    public void removeSocket() {
        try {
            if (fileKey.equals(fileKey(path))) {
                Files.delete(path);
            }
        } catch (NoSuchFileException goneAlready) {
            LOG.log(Level.DEBUG, "{0} had been removed already", path);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "the socket " + path + " could not be removed", failure);
        }
    }

    /** Lets others listen there. Never throws. */
    public void unlock() {
        if (lock != null) {
            lock.release();
        }
    }

    /** What is at this path if it is not a socket, such as "a directory"; empty if it is one, or nothing is. */
    static String otherThanASocket(Path path) {
        try {
            String kind = kindOf(path);
            return kind.equals(SOCKET) ? "" : kind;
        } catch (IOException nothingThere) {
            return "";
        }
    }

    /** What is at this path, such as "a directory". */
    static String kindOf(Path path) throws IOException {
        int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
        return switch (type) {
            case 0140000 -> SOCKET;
            case 0100000 -> "a regular file";
            case 0040000 -> "a directory";
            case 0120000 -> "a symbolic link";
            default -> "a device or pipe";
        };
    }

    /** How many bytes the system's name of this path has. */
    public static int bytes(Path path) {
        return path.toString().getBytes(FILE_NAMES).length;
    }

    /** Says how long a path is, and how long it may be. */
    static String tooLong(Path path, int mostBytes, PathSockets sockets) {
        return "its path has " + bytes(path) + " bytes, and at most " + mostBytes + " fit" + sockets.advice(path);
    }

    /** The path that the socket is bound at first must fit too: its last part has so many bytes or more. */
    private static void requireShort(Path path, PathSockets sockets, int leastNameBytes) {
        int mostBytes = sockets.mostBytes() - Math.max(0, leastNameBytes - nameBytes(path));
        if (bytes(path) > mostBytes) {
            throw failed(path, Kind.NO_SUCH_ADDRESS, tooLong(path, mostBytes, sockets), null);
        }
    }

    private static int nameBytes(Path path) {
        Path name = path.getFileName();
        return name == null ? 0 : bytes(name);
    }

    /** Fails if somebody listens at the path, or something is there that may not be removed. */
    private static void requireNobody(Path path, PathSockets sockets, boolean mayReplace) {
        String other = otherThanASocket(path);
        if (!other.isEmpty()) {
            throw failed(path, Kind.OTHER, "there is " + other + ", which is not a socket and is left alone", null);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        IOException refused = callOn(path, sockets);
        if (!mayReplace) {
            throw failed(
                    path,
                    Kind.IN_USE,
                    "a socket is there that nobody listens on any more; with a lock it would be replaced",
                    refused);
        }
    }

    /** Connects to the listener at the path; returns the refusal if there is no listener. */
    private static IOException callOn(Path path, PathSockets sockets) {
        try {
            sockets.callOn(path);
            throw failed(path, Kind.IN_USE, "somebody listens there already", null);
        } catch (IOException failure) {
            if (UnixErrors.isRefused(failure)) {
                return failure;
            }
            if (UnixErrors.isNotPermitted(failure)) {
                throw failed(path, Kind.NOT_PERMITTED, "the socket there is somebody else's", failure);
            }
            throw failed(path, Kind.IN_USE, "somebody listens there already", failure);
        }
    }

    private static Object bindPrivately(Path path, SocketFile file, PathSockets sockets, Binding binding)
            throws IOException {
        Path home = privateDirectory(path, privateCharacters(path, sockets));
        Path place = home.resolve(PRIVATE_NAME.substring(1));
        try {
            binding.bindAt(place);
            Files.setPosixFilePermissions(place, permissions(file.mode()));
            Files.createLink(path, place);
            return fileKey(place);
        } catch (FileAlreadyExistsException quicker) {
            throw failed(path, Kind.IN_USE, "somebody else was quicker", quicker);
        } finally {
            Files.deleteIfExists(place);
            Files.deleteIfExists(home);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static Path privateDirectory(Path path, int characters) throws IOException {
        for (int tries = PRIVATE_TRIES; ; tries--) {
            Path home = path.resolveSibling(privateName(characters));
            try {
                return Files.createDirectory(home, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException taken) {
                if (tries == 0) {
                    throw taken;
                }
            }
        }
    }

    /** As many as the room beside a long path allows, 1 to 4. */
    private static int privateCharacters(Path path, PathSockets sockets) {
        int room = sockets.mostBytes() - (bytes(path) - nameBytes(path)) - LEAST_PRIVATE_BYTES;
        return Math.max(1, Math.min(MOST_PRIVATE_CHARACTERS, 1 + room));
    }

    private static String privateName(int characters) {
        StringBuilder name = new StringBuilder(".");
        while (name.length() <= characters) {
            name.append(Character.forDigit(ThreadLocalRandom.current().nextInt(36), 36));
        }
        return name.toString();
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromTheLeft = PosixFilePermission.values();
        for (int i = 0; i < fromTheLeft.length; i++) {
            if ((mode >> (fromTheLeft.length - 1 - i) & 1) == 1) {
                permissions.add(fromTheLeft[i]);
            }
        }
        return permissions;
    }

    private static ListenFailedException failed(Path path, Kind kind, String problem, @Nullable Throwable cause) {
        return new ListenFailedException(UnixAddress.of(path).toString(), kind, problem, cause);
    }

    /**
     * A lock on {@code PATH.lock}, which the system frees when its process ends, however that ends. The file stays for the
     * next: whoever removed it could take it from under one who has just opened it. In it is the number of the process that
     * locked it last. A file of that name with other content belongs to somebody else, and is left as it is.
     */
    private static final class PathLock {
        private static final int MOST_PID_BYTES = 32;
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}\n?");
        /**
         * The lock files that this process holds. Such a lock is the process's, not the channel's: to open and close the file
         * a second time, only to find it locked, would free it (fcntl(2)). So what is ours must be known without opening it.
         */
        private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

        private final FileChannel channel;
        private final Object fileKey;

        private PathLock(FileChannel channel, Object fileKey) {
            this.channel = channel;
            this.fileKey = fileKey;
        }

        /** Takes the lock, or fails with what keeps it. One at a time in a process. */
        static PathLock take(Path path) throws IOException {
            Path file = path.resolveSibling(path.getFileName() + ".lock");
            requireNoLink(path, file);
            requireRegular(path, file);
            if (Files.exists(file) && HELD.contains(fileKey(file))) {
                throw failed(path, Kind.IN_USE, "this process listens there already, and holds the lock " + file, null);
            }
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                if (tryLock(channel) == null) {
                    throw failed(path, Kind.IN_USE, holder(channel) + " holds the lock " + file, null);
                }
                requireOwn(path, file, channel);
                writeOwnNumber(channel);
                PathLock lock = new PathLock(channel, fileKey(file));
                HELD.add(lock.fileKey);
                return lock;
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        }

        /** Frees it; the file stays. Never throws. */
        void release() {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "freeing a lock", failure);
            }
            HELD.remove(fileKey);
        }

        /** Twisted's lock is a link to the number of its process; opening it for writing would make a file of that name. */
        private static void requireNoLink(Path path, Path file) throws IOException {
            if (Files.isSymbolicLink(file)) {
                throw failed(
                        path,
                        Kind.IN_USE,
                        file + " is a symbolic link to '" + Files.readSymbolicLink(file)
                                + "': the lock of a Twisted server, perhaps; if that process has ended, remove it",
                        null);
            }
        }

        private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
            return channel.tryLock();
        }

        private static void writeOwnNumber(FileChannel channel) throws IOException {
            channel.truncate(0);
            String number = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(number.getBytes(StandardCharsets.US_ASCII)), 0);
        }

        private static String holder(FileChannel channel) throws IOException {
            String content = content(channel);
            return NUMBER.matcher(content).matches() ? "process " + content.strip() : "another process";
        }

        private static String content(FileChannel channel) throws IOException {
            ByteBuffer content = ByteBuffer.allocate(MOST_PID_BYTES);
            channel.read(content, 0);
            return StandardCharsets.ISO_8859_1.decode(content.flip()).toString();
        }

        /** Opening a pipe or a device may wait, or do whatever the device does. */
        private static void requireRegular(Path path, Path file) throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw foreign(path, file, "is " + SocketPath.kindOf(file) + ", not a lock file");
            }
        }

        /** Empty is what a process leaves that ends while it makes the file. */
        private static void requireOwn(Path path, Path file, FileChannel channel) throws IOException {
            String content = content(channel);
            if (!content.isEmpty() && !NUMBER.matcher(content).matches()) {
                throw foreign(path, file, "holds something else than the number of a process, so it is no lock file");
            }
        }

        private static ListenFailedException foreign(Path path, Path file, String problem) {
            String remedy = " and is left as it is; move it away, choose another path, or listen without a lock";
            return failed(path, Kind.OTHER, file + " " + problem + remedy, null);
        }
    }
}

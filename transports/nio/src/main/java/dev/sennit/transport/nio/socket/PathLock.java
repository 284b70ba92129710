package dev.sennit.transport.nio.socket;

import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lock on {@code PATH.lock}, which the system frees when its process ends, however that ends. The file stays for the
 * next: whoever removed it could take it from under one who has just opened it. In it is the number of the process that
 * locked it last. A file of that name with other content belongs to somebody else, and is left as it is.
 */
final class PathLock {
    private static final Logger LOG = System.getLogger(PathLock.class.getName());
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
            throw SocketPath.failed(
                    path, Kind.IN_USE, "this process listens there already, and holds the lock " + file, null);
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
                throw SocketPath.failed(path, Kind.IN_USE, holder(channel) + " holds the lock " + file, null);
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

    private static Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Twisted's lock is a link to the number of its process; opening it for writing would make a file of that name. */
    private static void requireNoLink(Path path, Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw SocketPath.failed(
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
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
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
        return SocketPath.failed(path, Kind.OTHER, file + " " + problem + remedy, null);
    }
}

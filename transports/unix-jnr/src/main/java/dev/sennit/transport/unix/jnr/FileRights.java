package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jnr.constants.platform.Errno;

/** The rights of the file of a socket that has just been bound. */
final class FileRights {
    /** Of a file's mode (inode(7)). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;
    private static final int RIGHTS = 07777;

    private FileRights() {}

    /**
     * Gives its rights to the socket at a path, which has those that the process's mask has left (umask(2)). A link that has
     * come there meanwhile is not followed; only where the system has no call for that (OpenBSD, glibc before 2.32), one that
     * comes between the look and the change is.
     */
    static void give(Path path, int mode) throws IOException {
        int now = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((now & TYPE) != SOCKET || (now & RIGHTS) == mode) {
            return;
        }
        if (!changed(path, mode)) {
            Files.setAttribute(path, "unix:mode", mode);
        }
    }

    /** Changes them without following a link; false if this system cannot. */
    private static boolean changed(Path path, int mode) throws IOException {
        ByteBuffer text = SocketName.ofPath(path).path();
        try {
            if (Libc.CALLS.lchmod(text, mode) == 0) {
                return true;
            }
        } catch (UnsatisfiedLinkError noSuchCall) {
            return false;
        }
        if (Libc.failedBy(Errno.ENOSYS, Errno.EOPNOTSUPP)) {
            return false;
        }
        throw Libc.failure();
    }
}

package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import jnr.constants.platform.Errno;

/** Sets the mode of a socket's file after the bind. */
final class FileRights {
    /** Of a file's mode (inode(7)). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;
    private static final int RIGHTS = 07777;

    private FileRights() {}

    /**
     * Sets the mode of the socket at a path; umask(2) has taken some rights from it. It does not follow a symbolic link that
     * another process has put there since. Only where the system has no call for that (OpenBSD, glibc before 2.32), a link that
     * appears between the check and the change is followed.
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

    /** Sets the mode without following a link; returns false if this system has no call for that. */
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

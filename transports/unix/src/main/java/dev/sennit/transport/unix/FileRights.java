package dev.sennit.transport.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The rights of a socket's file. */
final class FileRights {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int RIGHTS = 07777;

    private FileRights() {}

    /**
     * Gives them to the socket at a path, and to nothing but a socket, whatever has come to be there: the file is held while
     * it is asked what it is.
     */
    static void ofSocket(Path path, int mode) throws IOException {
        if ((mode(path, LinkOption.NOFOLLOW_LINKS) & RIGHTS) == mode) {
            return;
        }
        SocketNames.Written name = SocketNames.ofPath(path);
        // A name of a socket is a family and then the path, ended by a NUL.
        ByteBuffer bytes = name.bytes();
        int place = Libc.check(Libc.openAsPlace(Libc.address(bytes) + 2));
        try {
            Path held = Path.of("/proc/self/fd/" + place);
            if ((mode(held) & TYPE) == SOCKET) {
                Files.setAttribute(held, "unix:mode", mode);
            }
        } finally {
            Libc.close(place);
        }
    }

    private static int mode(Path path, LinkOption... options) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", options);
    }
}

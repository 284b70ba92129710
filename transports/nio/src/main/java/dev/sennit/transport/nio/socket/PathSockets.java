package dev.sennit.transport.nio.socket;

import java.io.IOException;
import java.nio.file.Path;

/** The sockets that {@link SocketPath} binds: how long their paths may be, and how one connects. */
public interface PathSockets {
    /** How many bytes a path may have. */
    int mostBytes();

    /**
     * Connects to the stream listener at a path without waiting, and closes the connection at once.
     *
     * @throws IOException if that fails; with "refused" in its message if no process listens
     */
    void callOn(Path path) throws IOException;

    /** What follows the error for a path that is too long: how it would fit, or nothing. */
    default String advice(Path path) {
        return "";
    }
}

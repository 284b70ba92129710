package dev.sennit.transport;

/**
 * The mode and the lock of the file at which a Unix socket listens.
 *
 * <p>The file has its mode from the moment it is created. A process that may write to the file may connect. Some systems ignore
 * the file's mode and check only its directory (unix(7)).
 *
 * @param mode the rights, as octal 0 to 0777
 * @param lock whether a lock file ({@code PATH.lock}) is held beside it for as long as the socket listens, so that what a
 *     crashed process left is replaced and a living one's never is. Without it nothing that is there is replaced
 */
public record SocketFile(int mode, boolean lock) {
    /** The owner and the group may connect (0660); with a lock. */
    public static final SocketFile DEFAULT = new SocketFile(0660, true);

    /** Checks the mode. */
    public SocketFile {
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException(
                    "mode must be 0 to 0777 in octal, not " + (mode < 0 ? mode : "0" + Integer.toOctalString(mode)));
        }
    }

    /** The same but for the rights. */
    public SocketFile withMode(int value) {
        return new SocketFile(value, lock);
    }

    /** The same but for the lock. */
    public SocketFile withLock(boolean value) {
        return new SocketFile(mode, value);
    }
}

package dev.sennit.transport;

import java.nio.file.Path;

/**
 * A Unix domain socket: a path in the file system, a name in Linux's abstract namespace, or no name at all, as most
 * connecting ends have.
 *
 * <p>The system limits how long a path may be: 107 bytes on Linux (unix(7)), 103 on macOS and the BSDs. The JDK's own
 * sockets take one less; sennit-transport-unix and sennit-transport-unix-jnr take all.
 *
 * @param name a path; or {@code @} and an abstract name, of which {@code @} alone asks a listener for a free one; or
 *     nothing, for {@link #UNNAMED}. A path that begins with {@code @} is written {@code ./@...}
 */
public record UnixAddress(String name) implements Address {
    /** An end without a name. */
    public static final UnixAddress UNNAMED = new UnixAddress("");

    /** Checks that a path has no NUL in it. */
    public UnixAddress {
        if (!name.startsWith("@") && name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path cannot have a NUL in it");
        }
    }

    /** The socket at this path. */
    public static UnixAddress of(Path path) {
        String name = path.toString();
        return new UnixAddress(name.startsWith("@") ? "./" + name : name);
    }

    /** Whether it is a name in Linux's abstract namespace. */
    public boolean isAbstract() {
        return name.startsWith("@");
    }

    /** Whether it has no name. */
    public boolean isUnnamed() {
        return name.isEmpty();
    }

    /**
     * The path.
     *
     * @throws IllegalStateException if it is no path but an abstract name, or none
     */
    public Path path() {
        if (isAbstract() || isUnnamed()) {
            throw new IllegalStateException(this + " is no path");
        }
        return Path.of(name);
    }

    /** As in endpoint strings: {@code unix:/run/x.sock}, {@code unix:@name}; control characters as {@code \x1b}. */
    @Override
    public String toString() {
        if (isUnnamed()) {
            return "unix:(unnamed)";
        }
        StringBuilder text = new StringBuilder("unix:");
        // A peer may have chosen it.
        name.codePoints().forEach(each -> {
            if (Character.isISOControl(each)) {
                text.append(String.format("\\x%02x", each));
            } else {
                text.appendCodePoint(each);
            }
        });
        return text.toString();
    }
}

/**
 * What a Unix system has beside TCP: the types {@code unix} (servers and clients), {@code systemd} and {@code fd} (listening
 * sockets that were handed over), {@code stdio} (one connection on standard input and output) and {@code exec} (a child's).
 *
 * <p>Unix sockets by path are the JDK's. For abstract names and descriptors {@code Native} asks the {@code UnixReactor} of
 * sennit-transport-unix, a module that may be missing.
 *
 * <p>{@link dev.sennit.endpoint.unix.UnixEndpoint} makes such endpoints in code; in strings they are found by the
 * {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.sennit.endpoint.unix;

import org.jspecify.annotations.NullMarked;

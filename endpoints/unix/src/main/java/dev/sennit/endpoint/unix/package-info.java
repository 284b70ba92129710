/**
 * What a Unix system has beside TCP: the types {@code unix} (servers and clients), {@code systemd} and {@code fd} (listening
 * sockets that were handed over), {@code stdio} (one connection on standard input and output) and {@code exec} (a child's).
 *
 * <p>The reactor opens Unix sockets by path with the JDK's; all Unix sockets, and those that were handed over, where the module
 * sennit-transport-unix is present.
 *
 * <p>{@link dev.sennit.endpoint.unix.UnixEndpoint} makes such endpoints in code; in strings they are found by the
 * {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.sennit.endpoint.unix;

import org.jspecify.annotations.NullMarked;

/**
 * Unix sockets on Linux with what the JDK's lack: names in the abstract namespace, datagrams, the peer's credentials,
 * descriptors passed along, sockets that another process opened.
 *
 * <p>{@link dev.sennit.transport.unix.UnixReactor} is a {@link dev.sennit.transport.Reactor} like any
 * other: its loops, connections and datagram sockets are those of {@link dev.sennit.transport.nio.NioReactor}, on channels
 * and a selector of this package. Ask a
 * connection for {@link dev.sennit.transport.unix.PeerCredentials} or {@link dev.sennit.transport.unix.FileDescriptors};
 * hand a {@link dev.sennit.transport.unix.Descriptor} to the reactor to have it listened on or talked to.
 *
 * <p>Inside: {@code Libc} calls the system through jffi, the library under jnr-unixsocket. That one's own channels copy
 * every byte through the heap, and its selector polls every socket on every turn; so {@code EpollSelector} and
 * {@code LinuxChannel} stand in their place, and {@code LinuxDatagrams} beside it. The layouts in
 * {@code SocketNames}, {@code Message} and {@code DatagramMessage} are those of Linux on
 * 64-bit processors, with glibc as with musl.
 *
 * <p>The JVM warns of native access from Java 24 on unless it is started with {@code --enable-native-access=ALL-UNNAMED}
 * (or, on the module path, {@code --enable-native-access=org.jnrproject.jffi}).
 */
@NullMarked
package dev.sennit.transport.unix;

import org.jspecify.annotations.NullMarked;

/**
 * Unix sockets on Linux with what the JDK's lack: names in the abstract namespace, datagrams, the peer's credentials,
 * descriptors passed along, sockets that another process opened.
 *
 * <p>Where this module is on the class path or the module path, every {@link dev.sennit.transport.nio.NioReactor} opens all
 * {@link dev.sennit.transport.UnixAddress}es and {@link dev.sennit.transport.DescriptorAddress}es by it, on loops of its own
 * that wait with epoll. Ask a connection for {@link dev.sennit.transport.PeerCredentials} or {@link
 * dev.sennit.transport.unix.FileDescriptors}; hand a {@link dev.sennit.transport.unix.Descriptor#address} to the reactor to
 * have it listened on or talked to. Elsewhere than on 64-bit Linux, or where jffi's library cannot be loaded, sennit-transport-unix-jnr
 * opens them if it is there and runs; else the JDK opens the paths, and all else fails as unsupported, and says so.
 *
 * <p>TCP stays with the JDK, unless a reactor's settings ask for {@link dev.sennit.transport.unix.LinuxSockets#withTcp}. Both take
 * as much processor time for a message; an idle connection takes about half the heap here. One socket listens, and its
 * connections are dealt out among the loops.
 *
 * <p>Datagrams: none is lost, and those of one sender stay in order. A receiver that takes none keeps nobody else from
 * being sent to, so far as the system allows: what waits in its queue counts for the sender's buffer, which is asked to be
 * large (SO_SNDBUF). A path is bound in place, and its file replaced as a listener's is. Descriptors and credentials that
 * come along are not taken: the system closes them.
 *
 * <p>Inside: {@code Libc} calls the system through jffi, the library under jnr-unixsocket. That one's own channels copy
 * every byte through the heap, and its selector polls every socket on every turn; so {@code EpollPoller} and {@code
 * LinuxSocket} stand in their place. The layouts in {@code SocketNames}, {@code LinuxStream} and {@code LinuxDatagrams} are
 * those of Linux on 64-bit processors, with glibc as with musl.
 *
 * <p>The JVM warns of native access from Java 24 on unless it is started with {@code --enable-native-access=ALL-UNNAMED}
 * (or, on the module path, {@code --enable-native-access=org.jnrproject.jffi}).
 */
@NullMarked
package dev.sennit.transport.unix;

import org.jspecify.annotations.NullMarked;

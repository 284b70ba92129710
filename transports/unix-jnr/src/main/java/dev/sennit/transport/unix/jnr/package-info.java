/**
 * Unix sockets on jnr-unixsocket, for the systems that sennit-transport-unix does not serve: macOS, FreeBSD, OpenBSD,
 * DragonFly BSD, and Linux on 32-bit processors. They have what the JDK's lack: datagrams and the peer's credentials; on Linux names in the abstract
 * namespace too.
 *
 * <p>Where this module is on the class path or the module path, every {@link dev.sennit.transport.nio.NioReactor} opens all
 * {@link dev.sennit.transport.UnixAddress}es with it, unless sennit-transport-unix is present and runs on this machine. A setting
 * chooses this module even then:
 *
 * <pre>{@code
 * new NioReactor(NioSettings.DEFAULT.withSockets(new JnrSockets()))
 * }</pre>
 *
 * <p>It passes no descriptors, and opens no {@link dev.sennit.transport.DescriptorAddress}. Credentials have the process on
 * Linux and macOS; on the BSDs it is 0. The tests run on 64-bit Linux only, with that setting; the code for macOS and the
 * BSDs follows their manuals.
 *
 * <p>Inside: the channels of jnr-unixsocket open and close the sockets, and jnr-enxio reads and writes them. {@code Libc} makes all
 * other calls through jnr-ffi, with numbers from jnr-constants. These parts of jnr-unixsocket 0.39.9 and jnr-enxio 0.33.6 are not
 * used:
 *
 * <ul>
 *   <li>the addresses, which change names with characters outside ASCII ({@code SocketName} replaces them);
 *   <li>the selector of Linux: after a peer's close it never waits again if the channel is registered for no operation, and
 *       without a free descriptor it takes standard input for its pipe ({@code PollPoller} replaces it);
 *   <li>the selector of the BSDs and macOS, which reports input once, not for as long as there is some;
 *   <li>the exceptions, whose texts are in the user's language ({@code ErrnoException} replaces them).
 * </ul>
 *
 * <p>A poll takes time in proportion to the sockets on its loop; the JDK's selector does not. {@link
 * dev.sennit.transport.nio.NioSettings#withProvidedSockets} leaves paths to the JDK.
 *
 * <p>The JVM warns of native access from Java 24 on unless it is started with {@code --enable-native-access=ALL-UNNAMED}
 * (or, on the module path, {@code --enable-native-access=org.jnrproject.jffi}).
 */
@NullMarked
package dev.sennit.transport.unix.jnr;

import org.jspecify.annotations.NullMarked;

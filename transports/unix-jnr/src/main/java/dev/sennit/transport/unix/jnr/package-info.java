/**
 * Unix sockets on jnr-unixsocket, for the systems that sennit-transport-unix does not serve: macOS, the BSDs, and Linux on
 * 32-bit processors. They have what the JDK's lack: datagrams and the peer's credentials; on Linux names in the abstract
 * namespace too.
 *
 * <p>Where this module is on the class path or the module path, every {@link dev.sennit.transport.nio.NioReactor} opens all
 * {@link dev.sennit.transport.UnixAddress}es by it, unless sennit-transport-unix is there and runs. To have it open them even so:
 *
 * <pre>{@code
 * new NioReactor(NioSettings.DEFAULT.withSockets(new JnrSockets()))
 * }</pre>
 *
 * <p>It passes no descriptors, and opens no {@link dev.sennit.transport.DescriptorAddress}. Credentials have the process on
 * Linux and macOS; on the BSDs it is 0. This project runs its tests on 64-bit Linux alone, by that setting: what is particular to
 * macOS and the BSDs is written from their manuals.
 *
 * <p>Inside: the channels of jnr-unixsocket hold the sockets, and jnr-enxio reads and writes them. {@code Libc} makes the other
 * calls through jnr-ffi, with numbers from jnr-constants. What the libraries have for them is not used, since with
 * jnr-unixsocket 0.39.9 and jnr-enxio 0.33.6:
 *
 * <ul>
 *   <li>names with letters beyond ASCII become others ({@code SocketName});
 *   <li>a selector on Linux returns at once for ever once a peer has gone whose channel is watched for nothing, and one that
 *       finds no descriptor for its pipe takes that of standard input ({@code PollPoller});
 *   <li>a selector on the BSDs and macOS tells of what has come once, not for as long as it waits to be read;
 *   <li>errors are told in the user's language, so that nothing but their number says what they are ({@code ErrnoException}).
 * </ul>
 *
 * <p>A poll takes time in proportion to the sockets on its loop. Where Unix sockets are many, the JDK's are faster: {@link
 * dev.sennit.transport.nio.NioSettings#withProvidedSockets}.
 *
 * <p>The JVM warns of native access from Java 24 on unless it is started with {@code --enable-native-access=ALL-UNNAMED}
 * (or, on the module path, {@code --enable-native-access=org.jnrproject.jffi}).
 */
@NullMarked
package dev.sennit.transport.unix.jnr;

import org.jspecify.annotations.NullMarked;

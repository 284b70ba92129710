/**
 * The default {@link dev.sennit.transport.Reactor}, on the JDK's non-blocking channels.
 *
 * <p>{@link dev.sennit.transport.nio.NioReactor} is the only thing to use from here. It owns a few loops; a loop is a
 * thread around a {@code Poller}, most often the JDK's selector, and every connection lives on one of them.
 *
 * <p>The way of a byte: {@code NioLoop} finds a socket ready and calls its {@code PollHandler}. A {@code NioConnection} reads once into the loop's one buffer and lends it upwards. What comes back down
 * gathers in its {@code Outgoing}, in a chunk borrowed from the loop, and leaves in one system call when the callback
 * has returned. Only what the system did not take stays with the connection.
 *
 * <p>Listening: {@code NioListening} puts one {@code NioAcceptor} on each loop where the system can share a port among sockets
 * (SO_REUSEPORT), else a single one that deals connections out in turn.
 *
 * <p>Datagrams: a {@code NioDatagrams} is one socket. It reads several in a row into the same buffer, sends at once, and
 * what the system does not take waits in its {@code DatagramQueue}.
 *
 * <p>What is particular to a kind of socket stands aside: {@code TcpListening} and {@code TcpStream}, {@code JdkSockets.UnixStream} for paths,
 * and {@code UdpPort}, behind the interfaces of {@link dev.sennit.transport.nio.socket}.
 */
@NullMarked
package dev.sennit.transport.nio;

import org.jspecify.annotations.NullMarked;

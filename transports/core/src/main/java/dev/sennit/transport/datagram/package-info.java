/**
 * Datagrams: messages that arrive whole or not at all, without a connection. UDP, and Unix sockets where the system has
 * them for datagrams.
 *
 * <p>Begin with {@link dev.sennit.transport.datagram.DatagramProtocol} (what you write) and
 * {@link dev.sennit.transport.datagram.DatagramTransport} (what you are given). A
 * {@link dev.sennit.transport.datagram.DatagramReactor} opens a socket, as
 * {@link dev.sennit.transport.datagram.DatagramOptions} say, and hands it to the protocol that a
 * {@link dev.sennit.transport.datagram.DatagramProtocolFactory} makes, most often a constructor reference:
 *
 * <pre>
 *   record Echo(DatagramTransport transport) implements DatagramProtocol {
 *       public void datagramReceived(ByteBuffer data, Address from) {
 *           transport.send(data, from);
 *       }
 *   }
 *
 *   reactor.bind(UdpAddress.any(7), DatagramOptions.DEFAULT, Echo::new);
 * </pre>
 *
 * <p>A Unix socket is opened likewise, by the reactor of the module for Linux's: at a path, as syslog's, or where
 * {@code NOTIFY_SOCKET} says, which is a {@link dev.sennit.transport.UnixAddress}'s name as it stands, {@code @} included.
 * One that only sends is opened at {@link dev.sennit.transport.UnixAddress#UNNAMED}, with a peer.
 *
 * <p>One socket talks to many, each datagram for itself. With {@linkplain DatagramOptions#withPeer a peer} it talks to that
 * one alone. What cannot leave at once waits, within {@link dev.sennit.transport.datagram.SendLimits}; what went wrong with
 * one datagram is a {@link dev.sennit.transport.error.DatagramFailedException}, and harms no other.
 *
 * <p>What is <em>not</em> promised: over UDP datagrams may be lost, doubled or overtake each other, and nobody is told. Unix
 * sockets lose none and keep the order of each sender. The memory network does not carry datagrams.
 */
@NullMarked
package dev.sennit.transport.datagram;

import org.jspecify.annotations.NullMarked;

/**
 * The contracts: what a protocol is told, what it may ask of its transport, and what joins the two.
 *
 * <p>Begin with {@link dev.sennit.transport.Protocol} (what you write) and {@link dev.sennit.transport.Transport}
 * (what you are given). A {@link dev.sennit.transport.ProtocolFactory}, most often a constructor reference, makes one
 * protocol for each connection. {@link dev.sennit.transport.Reactor} opens listeners and connections;
 * {@link dev.sennit.transport.Listener} is an open door that can be closed or drained.
 *
 * <p>A connection is a stack:
 *
 * <pre>
 *   Protocol        yours
 *   Connection      the Transport you hold: any thread may call it, and it survives every change below and above
 *   Layer*          none or more: TLS, a proxy's handshake, a capture ... each a Protocol below and a Transport above
 *   Carrier         the bytes: a socket, a memory link
 * </pre>
 *
 * <p>One byte's way up: the carrier reads it, each layer's {@code dataReceived} passes it on, the connection calls the
 * protocol's. One byte's way down is {@code write}, the same way back.
 *
 * <p>Datagrams have contracts of their own, beside these: {@link dev.sennit.transport.DatagramProtocol} (what you write) and
 * {@link dev.sennit.transport.DatagramTransport} (what you are given).
 *
 * <p>Why something ended is a {@link dev.sennit.transport.CloseReason}; what went wrong is a
 * {@link dev.sennit.transport.error.NetworkException}.
 */
@NullMarked
package dev.sennit.transport;

import org.jspecify.annotations.NullMarked;

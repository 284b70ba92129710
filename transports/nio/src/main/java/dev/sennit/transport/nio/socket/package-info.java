/**
 * Where a {@link dev.sennit.transport.nio.NioReactor} gets its sockets from. For those who write transports: whoever has
 * channels of another kind than the JDK's provides {@link dev.sennit.transport.nio.socket.Sockets} as a service. The reactor
 * opens the addresses that it knows on loops that wait with its {@link dev.sennit.transport.nio.socket.Poller}; they keep all
 * that connections promise. The channels are a {@link dev.sennit.transport.nio.socket.StreamChannel}, a {@link
 * dev.sennit.transport.nio.socket.ListeningChannel} and a {@link dev.sennit.transport.nio.socket.DatagramPort}.
 */
@NullMarked
package dev.sennit.transport.nio.socket;

import org.jspecify.annotations.NullMarked;

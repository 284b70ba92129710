/**
 * Where a {@link dev.sennit.transport.nio.NioReactor} gets its sockets from. For those who write transports: whoever has
 * channels of a selector provider of their own gives the reactor a {@link dev.sennit.transport.nio.socket.Sockets}, and
 * keeps its loops, its connections and all that they promise. A stream's peculiarities are a {@link
 * dev.sennit.transport.nio.socket.StreamKind}; a socket for datagrams is a {@link
 * dev.sennit.transport.nio.socket.DatagramPort}.
 */
@NullMarked
package dev.sennit.transport.nio.socket;

import org.jspecify.annotations.NullMarked;

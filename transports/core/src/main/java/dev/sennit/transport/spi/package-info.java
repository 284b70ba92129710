/**
 * For those who write transports and handshakes.
 *
 * <p>A transport is a {@link dev.sennit.transport.spi.StreamCarrier} for each connection, opened by a
 * {@link dev.sennit.transport.Reactor}: with a {@link dev.sennit.transport.spi.ConnectionGroup} for what a listener accepts, and
 * a {@link dev.sennit.transport.spi.ConnectAttempt} for a connect. Both put a
 * {@link dev.sennit.transport.spi.LiveConnection} on the carrier, which holds the protocol to its rules.
 *
 * <p>A layer that has a handshake extends {@link dev.sennit.transport.spi.HandshakeLayer}. Its parts, for a layer of another
 * shape, are {@link dev.sennit.transport.spi.HeldWrites}, {@link dev.sennit.transport.spi.Pressure} and
 * {@link dev.sennit.transport.spi.HandshakeTimeout}.
 */
@NullMarked
package dev.sennit.transport.spi;

import org.jspecify.annotations.NullMarked;

/**
 * Tools for tests of protocols.
 *
 * <p>{@link dev.sennit.testing.RecordingTransport} holds one protocol, and the test plays its peer. {@link
 * dev.sennit.testing.LogCapture} collects what a logger says. The contract suites are in {@code
 * dev.sennit.transport.contract} (transports, layers, reactors) and {@code dev.sennit.protocol.contract} (decoders).
 */
@NullMarked
package dev.sennit.testing;

import org.jspecify.annotations.NullMarked;

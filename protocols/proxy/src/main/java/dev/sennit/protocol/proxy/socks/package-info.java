/**
 * SOCKS 4, 4a and 5 (RFC 1928, RFC 1929).
 *
 * <p>What is said: the records under {@link dev.sennit.protocol.proxy.socks.SocksMessage}, which encode themselves, and
 * {@link dev.sennit.protocol.proxy.socks.SocksDecoder}, which reads either side.
 */
@NullMarked
package dev.sennit.protocol.proxy.socks;

import org.jspecify.annotations.NullMarked;

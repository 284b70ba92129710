/**
 * SOCKS 4, 4a and 5 (RFC 1928, RFC 1929).
 *
 * <p>What is said: the records under {@link dev.sennit.socks.SocksMessage}, which encode themselves, and
 * {@link dev.sennit.socks.SocksDecoder}, which reads either side.
 */
@NullMarked
package dev.sennit.socks;

import org.jspecify.annotations.NullMarked;

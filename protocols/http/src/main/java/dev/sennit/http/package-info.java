/**
 * The CONNECT method of HTTP/1.1 (RFC 9110, section 9.3.6), which makes of a connection to a proxy one to the target.
 *
 * <p>What is said: {@link dev.sennit.http.TunnelRequest} and
 * {@link dev.sennit.http.ResponseHead}, which {@link dev.sennit.http.ResponseHeadDecoder}
 * reads.
 */
@NullMarked
package dev.sennit.http;

import org.jspecify.annotations.NullMarked;

/**
 * The CONNECT method of HTTP/1.1 (RFC 9110, section 9.3.6), which makes of a connection to a proxy one to the target.
 *
 * <p>What is said: {@link dev.sennit.protocol.proxy.http.ConnectRequest} and
 * {@link dev.sennit.protocol.proxy.http.ResponseHead}, which {@link dev.sennit.protocol.proxy.http.ResponseHeadDecoder}
 * reads.
 */
@NullMarked
package dev.sennit.protocol.proxy.http;

import org.jspecify.annotations.NullMarked;

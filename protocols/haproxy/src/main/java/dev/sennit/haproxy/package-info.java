/**
 * The PROXY header, versions 1 and 2: what a proxy says first about the connection that it passes on.
 *
 * <p>{@link dev.sennit.haproxy.ProxyHeader} is the value, which encodes itself, and
 * {@link dev.sennit.haproxy.ProxyHeaderDecoder} reads it. The rules are those of "The PROXY protocol,
 * versions 1 &amp; 2", a document of HAProxy's.
 */
@NullMarked
package dev.sennit.haproxy;

import org.jspecify.annotations.NullMarked;
